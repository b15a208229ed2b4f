import type { Json } from "@batchline/asl";

/** The call of a Task state. */
export interface TaskRequest {
  readonly arguments: Json;
  /** Whether text for a field of bytes is sent as it is, not as JSON. @default false */
  readonly plainText?: boolean;
  /** The role that the task's Credentials name. @default the machine's */
  readonly roleArn?: string | undefined;
  /** For resources with a task token: SendTaskSuccess and SendTaskFailure name it. */
  readonly token: string | undefined;
  /** Seconds that may pass between two heartbeats of a task that waits for its token. */
  readonly heartbeatSeconds: number | undefined;
  /** Aborts when the task timed out, the execution was stopped or a sibling failed. The connector must then end its work. */
  readonly signal: AbortSignal;
  /** A connector calls it with the service's answer if the task continues after that. */
  submitted(answer: Json): void;
}

/** Performs the Task states of one Resource. */
export interface Connector {
  /** As in history events: `lambda`, `batch`, `aws-sdk:dynamodb`, or a function's ARN. */
  readonly resourceType: string;
  /** As in history events: `invoke`, `submitJob.sync`. */
  readonly resource: string;
  /** A function's ARN as Resource has history events of its own. */
  readonly events: "Task" | "LambdaFunction";
  /** Whether the task has a token, by which others can end it. */
  readonly hasToken: boolean;
  /** Why the service cannot be called with these arguments; the task then does not start, and the execution fails. */
  problems(args: Json): readonly string[];
  /** Resolves with the task's result. Rejects with StateError for every failure a machine may see. */
  perform(request: TaskRequest): Promise<Json>;
}
