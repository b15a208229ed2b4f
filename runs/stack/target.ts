import type { KeptMessage } from "./kept-message.ts";

/** A call that IAM denied. */
export interface Denial {
  /** ARN of the caller. */
  readonly principal: string;
  /** @example "s3:GetObject" */
  readonly action: string;
  readonly message: string;
}

/** Settings of SDK clients. What is absent is the SDK's own setting (AWS_PROFILE, AWS_REGION, …). */
export interface ClientSettings {
  readonly endpoint?: string;
  readonly region?: string;
  readonly credentials?: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
}

/** A deployed stack, on AWS or in the embedded AWS. */
export interface Target {
  /** The option with which a command reaches it, for messages. @example "--stack prod" */
  readonly option: string;
  readonly client: ClientSettings;
  readonly outputs: StackOutputs;
  /** Milliseconds between two polls. */
  readonly pollMs: number;
  /** The newest denied calls, oldest first; the embedded AWS only. */
  readonly denials?: () => readonly Denial[];
  /** Waits, some seconds at most, until the functions that events called have ended: a notice may still be under way. The embedded AWS only. */
  readonly settle?: () => Promise<void>;
  /** Notices that were kept instead of sent, the newest first. Absent: they are sent. */
  readonly mailbox?: () => Promise<readonly KeptMessage[]>;
}

/** The stack outputs that the commands use; `index.ts` exports them. */
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
  /** Names: by function, and by workflow for jobs, planners and state machines. */
  readonly logGroups?: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  /** ARN of the topic of the operators' alarms. */
  readonly alarmTopic?: string;
}
