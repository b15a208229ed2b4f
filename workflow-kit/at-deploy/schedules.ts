import {
  byHand,
  defaultSchedule,
  type OwnSchedule,
  type Schedule,
  scheduleName,
} from "../../contract/schedule.ts";
import type { Workflow } from "./workflow.ts";

type Scheduled = Pick<Workflow, "name" | "schedule">;

/** A tenant as far as schedules go. */
export interface WithSchedules {
  /** Workflow → the tenant's own schedule of it. */
  readonly schedules?: Readonly<Record<string, OwnSchedule>>;
}

/** One of a workflow's schedules, under the name that the runs it starts are given. */
export interface NamedSchedule extends Schedule {
  readonly name: string;
}

/** When runs of the workflow start by themselves for the tenant: by its own schedule, else by the workflow's. */
export function scheduleFor(workflow: Scheduled, tenant: WithSchedules): Schedule | undefined {
  const own = tenant.schedules?.[workflow.name];
  return own === undefined ? workflow.schedule : own === byHand ? undefined : own;
}

/** The name of the one schedule that starts the workflow for the tenant; undefined when none does. */
export function scheduleNameFor(workflow: Scheduled, tenant: WithSchedules): string | undefined {
  const schedule = scheduleFor(workflow, tenant);
  if (schedule === undefined) return undefined;
  const name = scheduleName(schedule);
  const isDefault = workflow.schedule !== undefined && name === scheduleName(workflow.schedule);
  return isDefault ? defaultSchedule : name;
}

/** All schedules of the workflow: its own, even if no tenant goes by it, then those that tenants have of their own, each once, by name. */
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
