import type { HistoryEvent } from "@aws-sdk/client-sfn";
import type { Clock } from "@batchline/clock";
import type { Evaluator, MapRun, MapRunRequest } from "@batchline/state-machines";
import type { Execution } from "./execution.ts";
import type { Surroundings } from "./integrations/connectors.ts";
import type { SdkSession } from "./integrations/sdk/session.ts";
import type { StateMachine } from "./state-machine.ts";

export interface ExecutionOptions {
  readonly machine: StateMachine;
  readonly name: string;
  /** JSON text. */
  readonly input: string;
  readonly clock: Clock;
  readonly region: string;
  readonly evaluator: Evaluator;
  readonly random: () => number;
  /** Opened for each attempt, and closed by the execution when that is over. */
  readonly openSession: () => SdkSession;
  readonly surroundings: Omit<Surroundings, "session" | "origin">;
  /** Starts a Map Run of the execution, whose children act in its session. */
  readonly startMapRun: (parent: Execution, request: MapRunRequest, session: SdkSession) => MapRun;
  /** Of the Map Run that started it. */
  readonly mapRunArn?: string;
  readonly watch?: ExecutionWatch;
}

/** What is told of executions as they go. */
export interface ExecutionWatch {
  /** An event was added to its history. */
  onEvent?(execution: Execution, event: HistoryEvent): void;
  /** It started, ended or was redriven. */
  onStatus?(execution: Execution): void;
}
