import type { FieldChange } from "./field-changes.ts";

/** Something before and after the change. */
export interface Both<T> {
  readonly before: T;
  readonly after: T;
}

/** The effect on a tenant. `rests`: it runs neither before nor after, but its file changed. */
export type Effect = "starts" | "stops" | "changes" | "rests";

/** The expected work of a run of a workflow for one tenant. */
export interface Prediction {
  /** Absent when it depends on data of the deployment. */
  readonly chunks?: number;
  /** An estimate; absent without a basis. */
  readonly vcpuMinutes?: number;
  /** `measured`: the tenant's last recorded run. `declared`: the workflow's `typicalMinutes`. */
  readonly basis?: "measured" | "declared";
}

/** The change of one tenant. */
export interface TenantChange {
  readonly id: string;
  /** Its id before, when it has another now. */
  readonly formerId?: string;
  readonly effect: Effect;
  /** Why it starts, stops or rests, in a few words. */
  readonly reason?: string;
  /** Why it is paused now, from its file. */
  readonly paused?: string;
  /** The tenant's own fields: contact, weight, storage. */
  readonly fields: readonly FieldChange[];
  readonly workflows: readonly WorkflowChange[];
  /** Side effects, and expected effects that do not happen. */
  readonly warnings: readonly string[];
}

/** The change of a tenant's runs of one workflow. A prediction is absent when the tenant does not run then. */
export interface WorkflowChange extends Partial<Both<Prediction>> {
  readonly workflow: string;
  /** When it runs, or ran until now, in words. */
  readonly schedule: string;
  /** The schedule before, if it differs. */
  readonly formerSchedule?: string;
  readonly effect: "starts" | "stops" | "changes";
  readonly fields: readonly FieldChange[];
  /** Side effects of the changed fields. */
  readonly consequences: readonly string[];
}

/** A workflow's runs over all tenants, before or after. */
export interface WorkflowTotal {
  readonly tenants: number;
  readonly chunks: number;
  /** Tenants with an unknown number of chunks. */
  readonly chunksUnknown: number;
  readonly vcpuMinutes: number;
  readonly vcpuMinutesUnknown: number;
}

export interface WorkflowTotals extends Both<WorkflowTotal> {
  readonly workflow: string;
  /** Its schedules, in words. */
  readonly schedule: string;
}

/** The effect of a change of the files. */
export interface Comparison {
  /** Changed tenants, by id. */
  readonly changes: readonly TenantChange[];
  readonly unchanged: number;
  readonly totals: readonly WorkflowTotals[];
  /** The bases of the estimates, the better one first. */
  readonly bases: readonly NonNullable<Prediction["basis"]>[];
}
