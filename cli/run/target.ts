import type { EmbeddedAws } from "@batchline/embedded-aws";
import type { Denial } from "./denials.ts";

/** The deployed stack of a run, on AWS or in the embedded AWS. */
export interface Target {
  /** Settings of SDK clients; empty for the SDK's own (AWS_PROFILE, AWS_REGION, …). */
  readonly client: Partial<EmbeddedAws["clientConfig"]>;
  readonly outputs: StackOutputs;
  /** Milliseconds between two polls. */
  readonly pollMs: number;
  /** The newest denied calls, oldest first; the embedded AWS only. */
  readonly denials?: () => readonly Denial[];
}

/** The stack outputs that the command line uses; `index.ts` exports them. */
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
  /** Workflow → ARN of the role with which containers from before the broker assume the tenant role. */
  readonly directRoles?: Readonly<Record<string, string>>;
}
