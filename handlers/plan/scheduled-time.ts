import type { PlanFile, PlanRequest } from "../../contract/plan.ts";
import { tableKeys } from "../../contract/record-keys.ts";
import type { ScheduledRecord } from "../../contract/records.ts";
import type { Table } from "../storage/table.ts";
import type { Write } from "../storage/transaction.ts";

/** The time of a schedule for which the execution was started; undefined for a run without a schedule. */
export function scheduledTime({
  input: { schedule, scheduledAt },
}: Pick<PlanRequest, "input">): PlanFile["scheduled"] {
  if (schedule === undefined || scheduledAt === undefined) return undefined;
  const time = Date.parse(scheduledAt);
  // A malformed time must not stop the schedule.
  return Number.isNaN(time) ? undefined : { schedule, scheduledAt: new Date(time).toISOString() };
}

/**
 * The record of the execution that has planned the same time of the schedule, or a later one; undefined if there is none. EventBridge
 * Scheduler may start a machine twice for one time, and of several runs that waited for a long one only the latest is needed.
 */
export async function alreadyPlanned(
  table: Table,
  { workflow, execution }: Pick<PlanRequest, "workflow" | "execution">,
  scheduled: PlanFile["scheduled"],
): Promise<ScheduledRecord | undefined> {
  if (scheduled === undefined) return undefined;
  const record = await table.get<ScheduledRecord>(tableKeys.scheduled(workflow, scheduled.schedule));
  if (record === undefined || record.execution === execution) return undefined;
  return record.scheduledAt < scheduled.scheduledAt ? undefined : record;
}

/** Uses up the plan's time of a schedule, in the transaction that completes the plan: a time whose plan fails stays free. */
export function scheduledWrites({ workflow, execution, scheduled }: PlanFile): Write[] {
  if (scheduled === undefined) return [];
  const { schedule, scheduledAt } = scheduled;
  const record: ScheduledRecord = { scheduledAt, execution };
  const condition = {
    expression: "attribute_not_exists(pk) OR scheduledAt < :time OR execution = :execution",
    values: { ":time": scheduledAt, ":execution": execution },
  };
  return [{ put: { ...tableKeys.scheduled(workflow, schedule), ...record }, condition }];
}
