import type { Denial } from "./denials.ts";

/** Where a run happens: a deployed stack, on AWS or in the embedded AWS. */
export interface Target {
  readonly client: ClientConfig;
  readonly outputs: StackOutputs;
  /** How often to ask how the run is getting on, in milliseconds. */
  readonly pollMs: number;
  /** The newest calls that IAM refused, oldest first, where that can be seen: in the embedded AWS. */
  readonly denials?: () => readonly Denial[];
}

/** What SDK clients are made with; empty means the SDK's own settings (AWS_PROFILE, AWS_REGION, …). */
export interface ClientConfig {
  readonly endpoint?: string;
  readonly region?: string;
  readonly credentials?: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
}

/** The outputs of the stack that the command line relies on; `index.ts` exports them. */
export interface StackOutputs {
  /** Workflow name → state machine ARN. */
  readonly stateMachines: Readonly<Record<string, string>>;
  readonly table: string;
  readonly platformBucket: string;
  readonly dataBucket: string;
  /** Tenant id → the tenant's own bucket, for those that have one. */
  readonly tenantBuckets?: Readonly<Record<string, string>>;
  /** Queue name → ARN. */
  readonly jobQueues?: Readonly<Record<string, string>>;
}
