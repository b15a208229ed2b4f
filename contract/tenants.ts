import type { NoticeMode } from "./notices.ts";
import type { OwnSchedule } from "./schedule.ts";

/**
 * `tenants.json`: the tenants' YAML files, validated and with their deployed buckets. `pulumi up` writes it to the
 * platform bucket, and the plan function reads it.
 */
export interface TenantsFile {
  readonly tenants: readonly DeployedTenant[];
}

export interface DeployedTenant {
  /** Lower-case letters, digits and dashes; also the name of the YAML file. */
  readonly id: string;
  /** The display name. */
  readonly name: string;
  /** The mail address for results of runs. */
  readonly contact?: string;
  /** When the contact gets a mail. @default "changes" */
  readonly notices?: NoticeMode;
  /** Why the tenant does not run; absent when it does. */
  readonly paused?: string;
  /** The tenant's turns while others wait too. @default 1 */
  readonly weight: number;
  readonly data: DataLocation;
  /** Workflow → its parameters, checked and with defaults. */
  readonly workflows: Readonly<Record<string, unknown>>;
  /** Workflow → the tenant's own schedule. Other workflows have their own. Absent when there are none. */
  readonly schedules?: Readonly<Record<string, OwnSchedule>>;
}

/** The place of all data of a tenant. */
export interface DataLocation {
  readonly bucket: string;
  /** Ends in `/`. `tenants/<id>/` in the shared bucket and in a tenant's own. */
  readonly prefix: string;
}
