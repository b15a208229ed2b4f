import type { PlanRequest } from "../../contract/plan.ts";
import { tableKeys } from "../../contract/record-keys.ts";
import type { ScheduledRecord } from "../../contract/records.ts";
import type { Table } from "../storage/table.ts";

/**
 * Claims the time for which a schedule started the execution. Returns the earlier claim of this or a later time, if
 * there is one. EventBridge Scheduler may start a machine twice for one time, and of several runs that waited for a
 * long one only the latest is needed. Returns undefined for a run without a schedule. The execution holds the
 * workflow's lock.
 */
export async function takeScheduledTime(
  table: Table,
  { workflow, execution, input: { schedule, scheduledAt } }: PlanRequest,
): Promise<ScheduledRecord | undefined> {
  if (schedule === undefined || scheduledAt === undefined) return undefined;
  const time = Date.parse(scheduledAt);
  // A malformed time must not stop the schedule.
  if (Number.isNaN(time)) return undefined;
  const key = tableKeys.scheduled(workflow, schedule);
  const record: ScheduledRecord = { scheduledAt: new Date(time).toISOString(), execution };
  const taken = await table.put(
    { ...key, ...record },
    {
      expression: "attribute_not_exists(pk) OR scheduledAt < :time OR execution = :execution",
      values: { ":time": record.scheduledAt, ":execution": execution },
    },
  );
  return taken ? undefined : table.get<ScheduledRecord>(key);
}
