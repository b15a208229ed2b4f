import { byHand, defaultSchedule, type Schedule, scheduleName } from "../../contract/schedule.ts";
import type { DeployedTenant } from "../../contract/tenants.ts";
import type { Workflow } from "./declaration.ts";

type Scheduled = Pick<Workflow, "name" | "schedule">;

type WithSchedules = Pick<DeployedTenant, "schedules">;

/** A schedule with the name that its runs get. */
export interface NamedSchedule extends Schedule {
  readonly name: string;
}

/** The schedule of the workflow for the tenant: its own, else the workflow's; undefined for runs by hand. @example scheduleFor(priceReport, { schedules: { "price-report": daily } }) // daily */
export function scheduleFor(workflow: Scheduled, tenant: WithSchedules): Schedule | undefined {
  const own = tenant.schedules?.[workflow.name];
  return own === undefined ? workflow.schedule : own === byHand ? undefined : own;
}

/** The name of the schedule that starts the workflow for the tenant; undefined for runs by hand. @example scheduleNameFor({ name: "price-report", schedule: daily }, {}) // "default" */
export function scheduleNameFor(workflow: Scheduled, tenant: WithSchedules): string | undefined {
  const schedule = scheduleFor(workflow, tenant);
  if (schedule === undefined) return undefined;
  const name = scheduleName(schedule);
  const isDefault = workflow.schedule !== undefined && name === scheduleName(workflow.schedule);
  return isDefault ? defaultSchedule : name;
}

/** All schedules of the workflow: its own, even if no tenant uses it, then the tenants' own, each once, by name.
 * @example schedulesOf({ name: "price-report", schedule: daily }, []) // [{ name: "default", ...daily }] */
export function schedulesOf(workflow: Scheduled, tenants: readonly WithSchedules[]): NamedSchedule[] {
  const found = new Map<string, NamedSchedule>();
  for (const tenant of tenants) {
    const schedule = scheduleFor(workflow, tenant);
    const name = scheduleNameFor(workflow, tenant);
    if (schedule !== undefined && name !== undefined) found.set(name, { name, ...schedule });
  }
  found.delete(defaultSchedule);
  const own = [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  return workflow.schedule === undefined ? own : [{ name: defaultSchedule, ...workflow.schedule }, ...own];
}
