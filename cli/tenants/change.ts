import type { FieldChange } from "./field-changes.ts";
import type { Prediction } from "./prediction.ts";

/** What becomes of a tenant: `rests` is one that runs neither before nor after, but whose file has changed. */
export type Effect = "starts" | "stops" | "changes" | "rests";

export type Reason =
  | "added"
  | "removed"
  | "paused"
  | "no longer paused"
  | "has workflows now"
  | "has no workflows";

/** What a change of the files does to one tenant. */
export interface TenantChange {
  readonly id: string;
  /** The id it had, when it is known under another one now. */
  readonly formerId?: string;
  readonly effect: Effect;
  /** Why it starts, stops or rests. */
  readonly reason?: Reason;
  /** Why it is paused now, as its file says. */
  readonly paused?: string;
  /** Of the tenant itself: contact, weight, storage. Those of its workflows are there. */
  readonly fields: readonly FieldChange[];
  readonly workflows: readonly WorkflowChange[];
  /** What the change does not do, or does beside what it says. */
  readonly warnings: readonly string[];
}

/** What a change does to a tenant's runs of one workflow. */
export interface WorkflowChange {
  readonly workflow: string;
  /** When it runs, in words; when it ran, of one that it runs no longer. */
  readonly schedule: string;
  /** When it ran before, if it runs at another time now. */
  readonly formerSchedule?: string;
  /** It runs from now on, does no longer, or runs in another way. */
  readonly effect: "starts" | "stops" | "changes";
  readonly fields: readonly FieldChange[];
  /** What the changed fields do beside what they say. */
  readonly consequences: readonly string[];
  /** Absent when it does not run before, or after. */
  readonly before?: Prediction;
  readonly after?: Prediction;
}

/** A workflow's runs over all tenants, at one time. */
export interface WorkflowTotal {
  readonly tenants: number;
  readonly chunks: number;
  /** Tenants whose chunks are not known. */
  readonly chunksUnknown: number;
  readonly vcpuMinutes: number;
  readonly vcpuMinutesUnknown: number;
}

export interface WorkflowTotals {
  readonly workflow: string;
  /** When it runs, in words; of several times, for how many tenants each. */
  readonly schedule: string;
  readonly before: WorkflowTotal;
  readonly after: WorkflowTotal;
}

/** What a change of the files does. */
export interface Comparison {
  /** Tenants that the change does something to, by id. */
  readonly changes: readonly TenantChange[];
  readonly unchanged: number;
  readonly totals: readonly WorkflowTotals[];
  /** What the estimates go by, the better one first. */
  readonly bases: readonly NonNullable<Prediction["basis"]>[];
}
