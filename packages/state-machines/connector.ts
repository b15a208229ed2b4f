import type { Json } from "@batchline/asl";

/** What a Task state hands to the service it calls. */
export interface TaskRequest {
  readonly arguments: Json;
  /** Only for resources that wait for a task token: what SendTaskSuccess and SendTaskFailure name. */
  readonly token: string | undefined;
  /** Seconds that may pass between two heartbeats of a task that waits for its token. */
  readonly heartbeatSeconds: number | undefined;
  /** Aborts when the task timed out, the execution was stopped or a sibling failed. Started work must then be ended. */
  readonly signal: AbortSignal;
  /** To be called by a task that goes on after the service accepted it, with the service's answer. */
  submitted(answer: Json): void;
}

/** Performs the Task states of one Resource. */
export interface Connector {
  /** As history events name it: `lambda`, `batch`, `aws-sdk:dynamodb`. For a function's own ARN, the ARN. */
  readonly resourceType: string;
  /** As history events name it: `invoke`, `submitJob.sync`. */
  readonly resource: string;
  /** A Lambda function's ARN as Resource has history events of its own. */
  readonly events: "Task" | "LambdaFunction";
  readonly waitsForToken: boolean;
  /** Resolves with the task's result. Rejects with StateError for every failure a machine may see. */
  perform(request: TaskRequest): Promise<Json>;
}
