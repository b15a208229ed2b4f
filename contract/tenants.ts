import type { OwnSchedule } from "./schedule.ts";

/**
 * `tenants.json`: what `pulumi up` writes to the platform bucket and the metadata Lambda reads. It is the tenant YAML files,
 * validated and with their deployed buckets filled in.
 */
export interface TenantsFile {
  readonly tenants: readonly DeployedTenant[];
}

export interface DeployedTenant {
  /** Lower-case letters, digits and dashes; also the YAML file's name. */
  readonly id: string;
  /** The name to show to people. */
  readonly name: string;
  /** Where a run's result for this tenant is mailed to. */
  readonly contact?: string;
  /** Why this tenant does not run; absent when it does. */
  readonly paused?: string;
  /** Bigger tenants get more of the interleaving; 1 by default. */
  readonly weight: number;
  readonly data: DataLocation;
  /** Workflow name → that workflow's parameters, already checked by its schema, defaults filled in. */
  readonly workflows: Readonly<Record<string, unknown>>;
  /** Workflow name → the tenant's own schedule; the others are those of the workflows. Absent when it has none. */
  readonly schedules?: Readonly<Record<string, OwnSchedule>>;
}

/** Where a tenant's own data is: everything it owns is under `prefix` in `bucket`. */
export interface DataLocation {
  readonly bucket: string;
  /** Ends in `/`. `tenants/<id>/` in the shared bucket and in a tenant's own. */
  readonly prefix: string;
}
