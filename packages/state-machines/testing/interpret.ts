import { setImmediate } from "node:timers/promises";
import type { HistoryEvent } from "@aws-sdk/client-sfn";
import type { Json, JsonObject } from "@batchline/asl";
import { parseDefinition } from "@batchline/asl";
import { VirtualClock } from "@batchline/clock";
import type { Run, TaskRequest } from "../index.ts";
import { Evaluator, follow, History, StateError, Thread } from "../index.ts";

export interface Outcome {
  readonly output?: Json;
  readonly error?: string;
  readonly cause?: string;
  readonly events: readonly HistoryEvent[];
  /** `PassStateEntered<0` is an event and the id of the one before it. */
  readonly chain: readonly string[];
  readonly elapsedSeconds: number;
}

/** What stands behind the Tasks of a machine under test. */
export type Service = (request: TaskRequest, call: number) => Promise<Json> | Json;

/** A Task that calls the service of that name. */
export function call(service: string, more: JsonObject = {}): JsonObject {
  return { Type: "Task", Resource: `arn:aws:states:::test:${service}`, ...more };
}

/** Runs a machine by itself, on a clock that jumps to the next event. Expects it to end. */
export async function interpret(
  machine: JsonObject,
  options: {
    readonly input?: Json;
    readonly services?: Readonly<Record<string, Service>>;
    readonly random?: () => number;
  } = {},
): Promise<Outcome> {
  const { input = {}, services = {}, random = Math.random } = options;
  const clock = new VirtualClock(Date.parse("2026-01-01T00:00:00Z"));
  const start = clock.now();
  const history = new History(clock);
  history.record("ExecutionStarted", 0);
  const calls = new Map<string, number>();
  const run: Run = {
    execution: {
      arn: "arn:aws:states:eu-central-1:000000000000:execution:machine:run-1",
      name: "run-1",
      roleArn: "arn:aws:iam::000000000000:role/machine",
      input,
      startTime: new Date(start).toISOString(),
      redriveCount: 0,
    },
    machine: { arn: "arn:aws:states:eu-central-1:000000000000:stateMachine:machine", name: "machine" },
    region: "eu-central-1",
    clock,
    evaluator: new Evaluator(clock),
    random,
    connect: (resource) => {
      const name = resource.split(":").at(-1) ?? "";
      return {
        events: "Task",
        resourceType: "test",
        resource: name,
        hasToken: name.endsWith(".waitForTaskToken"),
        problems: () => [],
        perform: async (request) => {
          const number = (calls.get(name) ?? 0) + 1;
          calls.set(name, number);
          const service = services[name];
          if (service === undefined) throw new TypeError(`the test has no service ${name}`);
          return service(request, number);
        },
      };
    },
    follow: (thread) => follow(run, thread),
    startMapRun: () => {
      throw new TypeError("Map Runs need Step Functions: use Embedded");
    },
    background: (work) => void work.catch(() => {}),
  };
  const block = parseDefinition(JSON.stringify({ QueryLanguage: "JSONata", ...machine }));
  const thread = new Thread({ block, input, history, signal: new AbortController().signal });
  const end: { output?: Json; error?: string; cause?: string } = {};
  let over = false;
  let fault: unknown;
  follow(run, thread)
    .then(
      (output) => Object.assign(end, { output }),
      (failure) => {
        if (failure instanceof StateError) Object.assign(end, failure.details());
        else fault = failure;
      },
    )
    .finally(() => {
      over = true;
    });
  for (let idle = 0; !over; idle++) {
    await setImmediate();
    if (!over && clock.step()) idle = 0;
    if (idle > 10_000) throw new Error("the machine stands still, and nothing is due");
  }
  if (fault !== undefined) throw fault;
  return {
    ...end,
    events: history.events,
    chain: history.events.map(({ type, previousEventId }) => `${type}<${previousEventId}`),
    elapsedSeconds: (clock.now() - start) / 1000,
  };
}

/** Waits by the run's clock for ever, or until it is aborted. */
export function forever({ signal }: TaskRequest): Promise<Json> {
  return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
}
