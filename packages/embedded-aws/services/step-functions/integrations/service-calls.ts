import type { JobDetail } from "@aws-sdk/client-batch";
import type { Json, JsonObject } from "@batchline/asl";
import type { Clock } from "@batchline/clock";
import type { TaskRequest } from "@batchline/state-machines";
import type { ModelName } from "../../../models/model.ts";

export interface ServiceCalls {
  /** In `arn:aws:states:::aws-sdk:<sdkName>:<action>`. */
  readonly sdkName: string;
  /** Checks arguments. */
  readonly model: ModelName;
  /** The npm package of the SDK client, loaded at the first use. */
  readonly package: string;
  readonly client: string;
  /** The prefix of error names of `aws-sdk:` integrations: `Batch.ClientException`. */
  readonly name: string;
  /** @default the service has no optimised integration */
  readonly optimised?: OptimisedIntegration;
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html */
interface OptimisedIntegration {
  /** In `arn:aws:states:::<type>:<action>`. */
  readonly type: string;
  readonly name: string;
  /** The name of an error that the service's model does not have. */
  readonly baseException: string;
  /** @default `baseException` without "Exception" */
  readonly serviceName?: string;
  readonly actions: Readonly<Record<string, OptimisedAction>>;
}

interface OptimisedAction {
  readonly patterns: readonly Pattern[];
  /** Arguments that take any JSON. The service gets its text. @default none */
  readonly json?: readonly string[];
  /** @default calls the SDK operation with the arguments as they are */
  readonly call?: Perform;
  /** For `.sync` and `.sync:2`. */
  readonly sync?: Perform;
}

/** When a task ends: when the service answered, when the started work ends, or when someone reports its token. */
export type Pattern = "" | ".sync" | ".sync:2" | ".waitForTaskToken";

type Perform = (task: Task) => Promise<Json>;

export interface Task {
  readonly request: TaskRequest;
  readonly pattern: Pattern;
  readonly clock: Clock;
  readonly origin: Origin;
  readonly waitForJob: WaitForJob;
  readonly waitForExecution: WaitForExecution;
  /** Calls an operation of the service with the execution's role. @throws StateError with the service's error name */
  sdk(action: string, args: Json, signal?: AbortSignal): Promise<JsonObject>;
}

export interface Origin {
  readonly executionArn: string;
  readonly stateMachineArn: string;
}

/** Resolves when the job has ended, in success or failure; rejects with the signal's reason when that aborts. */
export type WaitForJob = (jobId: string, signal: AbortSignal) => Promise<JobDetail>;

/** Resolves when the execution has ended; rejects with the signal's reason when that aborts. */
export type WaitForExecution = (executionArn: string, signal: AbortSignal) => Promise<void>;
