import type { HistoryEvent } from "@aws-sdk/client-sfn";
import type { Clock } from "@batchline/clock";
import { JsonLines } from "../../host/json-lines.ts";
import type { KnownExecution } from "./known-execution.ts";
import { type KnownMapRun, knownMapRun, type MapRunLine, mapRunLine } from "./known-map-run.ts";
import type { StateMachine, StateMachineSpec } from "./state-machine.ts";

/** https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html: history is kept for 90 days. */
const keptForMs = 90 * 24 * 3_600_000;

/** Events in a line: a long history is written in turns. */
const eventsPerLine = 500;

type MachineLine = StateMachineSpec & {
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly revisionId?: string;
};

type ExecutionLine = Pick<KnownExecution, "arn" | "name" | "input" | "status" | "redriveCount"> &
  Pick<KnownExecution, "output" | "error" | "cause" | "mapRunArn"> & {
    readonly startDate: string;
    readonly stopDate?: string | undefined;
    readonly redriveDate?: string | undefined;
    /** The number of its machine's line. */
    readonly machine: number;
  };

type Line =
  | { readonly machine: MachineLine }
  | { readonly events: readonly HistoryEvent[]; readonly of: string }
  | { readonly mapRun: MapRunLine }
  | { readonly execution: ExecutionLine }
  /** The machine was deleted, and its executions with it. */
  | { readonly deleted: readonly string[] };

/** What earlier sessions left. */
interface Ended {
  /** In the order in which they ended. */
  readonly executions: readonly KnownExecution[];
  readonly mapRuns: readonly KnownMapRun[];
}

/** Ended executions with their histories and Map Runs, in a file that outlasts the session. Running ones do not outlast it. */
export class EndedExecutions {
  readonly #file: JsonLines<Line>;
  readonly #clock: Clock;
  /** The machines in the file, by their number. */
  #machines: StateMachine[] = [];
  /** Executions in the file → how often they had been redriven. */
  readonly #kept = new Map<string, number>();

  constructor(file: string, clock: Clock) {
    this.#file = new JsonLines(file);
    this.#clock = clock;
  }

  /** Those of earlier sessions. Call it once, before `keep`. */
  async load(): Promise<Ended> {
    const found = new Map<string, KnownExecution>();
    const events = new Map<string, HistoryEvent[]>();
    const mapRuns = new Map<string, KnownMapRun>();
    const machines: StateMachine[] = [];
    let isWhole = true;
    for await (const line of this.#file.read()) {
      if (line === undefined) isWhole = false;
      else if ("machine" in line) machines.push(machineOf(line.machine));
      else if ("events" in line) events.set(line.of, [...(events.get(line.of) ?? []), ...line.events]);
      else if ("mapRun" in line) mapRuns.set(line.mapRun.arn, knownMapRun(line.mapRun));
      else if ("deleted" in line) for (const arn of line.deleted) found.delete(arn);
      else {
        const { arn } = line.execution;
        const machine = machines[line.execution.machine];
        found.delete(arn);
        if (machine !== undefined)
          found.set(arn, knownExecution(line.execution, machine, events.get(arn) ?? []));
        events.delete(arn);
      }
    }
    const oldest = this.#clock.now() - keptForMs;
    const kept = [...found.values()].filter(({ stopDate }) => (stopDate?.getTime() ?? 0) > oldest);
    const arns = new Set(kept.map(({ arn }) => arn));
    const runs = [...mapRuns.values()].filter(({ executionArn }) => arns.has(executionArn));
    if (isWhole && kept.length === found.size) {
      this.#machines = machines;
      for (const { arn, redriveCount } of kept) this.#kept.set(arn, redriveCount);
    } else {
      const ofExecution = Map.groupBy(runs, ({ executionArn }) => executionArn);
      this.#file.replace(
        kept.flatMap((execution) => [...this.#linesOf(execution, ofExecution.get(execution.arn) ?? [])]),
      );
    }
    return { executions: kept, mapRuns: runs };
  }

  /** Keeps an execution that has ended, with its history and its Map Runs. Once for each end. */
  keep(execution: KnownExecution, mapRuns: readonly KnownMapRun[]): void {
    const { arn, status, redriveCount } = execution;
    if (status === "RUNNING" || this.#kept.get(arn) === redriveCount) return;
    this.#file.append(this.#linesOf(execution, mapRuns));
  }

  /** Removes executions whose machine was deleted. */
  remove(arns: readonly string[]): void {
    const deleted = arns.filter((arn) => this.#kept.delete(arn));
    if (deleted.length > 0) this.#file.append([{ deleted }]);
  }

  /** Resolves when all is in the file. */
  written(): Promise<void> {
    return this.#file.written();
  }

  *#linesOf(execution: KnownExecution, mapRuns: readonly KnownMapRun[]): Generator<Line> {
    const { machine, history, arn, redriveCount } = execution;
    this.#kept.set(arn, redriveCount);
    let number = this.#machines.indexOf(machine);
    if (number < 0) {
      number = this.#machines.push(machine) - 1;
      yield { machine: machineLine(machine) };
    }
    const { events } = history;
    for (let first = 0; first < events.length; first += eventsPerLine)
      yield { of: arn, events: events.slice(first, first + eventsPerLine) };
    for (const mapRun of mapRuns) yield { mapRun: mapRunLine(mapRun) };
    yield { execution: executionLine(execution, number) };
  }
}

function executionLine(execution: KnownExecution, machine: number): ExecutionLine {
  const { arn, name, input, status, redriveCount, output, error, cause, mapRunArn } = execution;
  const { startDate, stopDate, redriveDate } = execution;
  return {
    ...{ arn, name, input, status, redriveCount, output, error, cause, mapRunArn, machine },
    startDate: startDate.toISOString(),
    ...{ stopDate: stopDate?.toISOString(), redriveDate: redriveDate?.toISOString() },
  };
}

function machineLine({ parsed: _, status, createdAt, updatedAt, ...spec }: StateMachine): MachineLine {
  return { ...spec, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
}

function machineOf({ createdAt, updatedAt, ...spec }: MachineLine): StateMachine {
  const dates = { createdAt: new Date(createdAt), updatedAt: new Date(updatedAt) };
  return { ...spec, ...dates, status: "ACTIVE", parsed: JSON.parse(spec.definition) };
}

function knownExecution(
  { startDate, stopDate, redriveDate, machine: _, ...line }: ExecutionLine,
  machine: StateMachine,
  events: readonly HistoryEvent[],
): KnownExecution {
  const dated = events.map((event) => ({
    ...event,
    ...(event.timestamp && { timestamp: new Date(event.timestamp) }),
  }));
  const date = (text: string | undefined) => (text === undefined ? undefined : new Date(text));
  return {
    ...line,
    ...{ machine, history: { events: dated }, startDate: new Date(startDate) },
    ...{ stopDate: date(stopDate), redriveDate: date(redriveDate) },
    ...{ ended: Promise.resolve(), settled: async () => {}, stop: () => {} },
  };
}
