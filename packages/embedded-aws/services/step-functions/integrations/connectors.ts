import type { Json } from "@batchline/asl";
import type { Clock } from "@batchline/clock";
import type { Connector, TaskRequest } from "@batchline/state-machines";
import type { TaskTokens } from "../task-tokens.ts";
import { invokeFunction, invokeLambda } from "./lambda-invoke.ts";
import { publish } from "./publish.ts";
import { type EventOrigin, putEvents } from "./put-events.ts";
import { type Pattern, parseResource, type Resource } from "./resource.ts";
import { placeTask, runTask, startTask } from "./run-task.ts";
import { callSdk } from "./sdk/call.ts";
import type { SdkSession } from "./sdk/session.ts";
import { sendMessage } from "./send-message.ts";
import { runExecution, startExecution, type WaitForExecution } from "./start-execution.ts";
import { runJobRun, startJobRun } from "./start-job-run.ts";
import { runJob, submitJob, type WaitForJob } from "./submit-job.ts";

export interface Surroundings {
  readonly clock: Clock;
  readonly session: SdkSession;
  readonly tokens: TaskTokens;
  readonly waitForJob: WaitForJob;
  readonly waitForExecution: WaitForExecution;
  /** The execution whose tasks they are. */
  readonly origin: EventOrigin;
}

type Perform = (request: TaskRequest) => Promise<Json>;

/** What performs a Resource within one execution. Throws RangeError for one that parseResource refuses. */
export function connectorFor(arn: string, surroundings: Surroundings): Connector {
  const resource = parseResource(arn);
  if (resource.kind === "function") {
    return {
      events: "LambdaFunction",
      resourceType: "lambda",
      resource: resource.arn,
      waitsForToken: false,
      perform: ({ arguments: event, signal }) =>
        invokeFunction(surroundings.session, resource.arn, event, signal),
    };
  }
  const call = performerOf(resource, surroundings);
  const waitsForToken = resource.pattern === ".waitForTaskToken";
  return {
    events: "Task",
    resourceType: resource.type,
    resource: `${resource.action}${resource.pattern}`,
    waitsForToken,
    perform: waitsForToken ? awaitingToken(call, surroundings.tokens) : call,
  };
}

/** What performs an optimised integration with ways of its own: without a pattern, and as `.sync`. */
interface Performers {
  readonly call: Perform;
  readonly sync?: Perform;
}

const optimised: Readonly<Record<string, (surroundings: Surroundings, pattern: Pattern) => Performers>> = {
  lambda: ({ session }) => ({ call: (request) => invokeLambda(session, request.arguments, request.signal) }),
  batch: ({ session, waitForJob }) => ({
    call: (request) => submitJob(session, request.arguments, request.signal),
    sync: (request) => runJob(session, waitForJob, request),
  }),
  states: ({ session, waitForExecution }, pattern) => ({
    call: (request) => startExecution(session, request.arguments, request.signal),
    sync: (request) => runExecution(session, waitForExecution, request, pattern === ".sync:2"),
  }),
  sns: ({ session }) => ({ call: (request) => publish(session, request.arguments, request.signal) }),
  sqs: ({ session }) => ({ call: (request) => sendMessage(session, request.arguments, request.signal) }),
  events: ({ session, origin }) => ({
    call: (request) => putEvents(session, origin, request.arguments, request.signal),
  }),
  glue: ({ session, clock }) => ({
    call: (request) => startJobRun(session, request.arguments, request.signal),
    sync: (request) => runJobRun(session, clock, request),
  }),
  ecs: ({ session, clock }, pattern) => ({
    call: (request) => (pattern === "" ? startTask : placeTask)(session, request.arguments, request.signal),
    sync: (request) => runTask(session, clock, request),
  }),
};

function performerOf(
  { kind, service, type, action, pattern }: Exclude<Resource, { kind: "function" }>,
  surroundings: Surroundings,
): Perform {
  const own = kind === "optimised" ? optimised[type]?.(surroundings, pattern) : undefined;
  if (own !== undefined) return pattern.startsWith(".sync") && own.sync !== undefined ? own.sync : own.call;
  const sdkAction = { service, action, optimised: kind === "optimised" };
  return (request) => callSdk(surroundings.session, sdkAction, request.arguments, request.signal);
}

/** The token is known before the call, because whoever gets it may report before the call returns. */
function awaitingToken(call: Perform, tokens: TaskTokens): Perform {
  return async (request) => {
    const over = new AbortController();
    const signal = AbortSignal.any([request.signal, over.signal]);
    const report = tokens.wait(request.token ?? "", request.heartbeatSeconds, signal);
    // Should the call fail first, nobody waits for the report any more.
    report.catch(() => {});
    try {
      request.submitted(await call(request));
      return await report;
    } finally {
      over.abort();
    }
  };
}
