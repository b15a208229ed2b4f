import type { PlanRequest } from "../../contract/plan.ts";
import { tableKeys } from "../../contract/record-keys.ts";
import type { ScheduledRecord } from "../../contract/records.ts";
import type { Table } from "../storage/table.ts";

/**
 * Takes the time for which a schedule has started the execution. Gives what took this time, or a later one, before: EventBridge
 * Scheduler may start a machine twice for the same time, and of those that have waited for a long run the latest is enough.
 * Nothing to take, and undefined, for a run that no schedule started. The execution holds the workflow's lock.
 */
export async function takeScheduledTime(
  table: Table,
  { workflow, execution, input: { schedule, scheduledAt } }: PlanRequest,
): Promise<ScheduledRecord | undefined> {
  if (schedule === undefined || scheduledAt === undefined) return undefined;
  const time = Date.parse(scheduledAt);
  // A time that is none must not keep the schedule from starting anything.
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
