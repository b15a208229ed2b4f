import { paginateListExecutions, type SFNClient } from "@aws-sdk/client-sfn";
import type { AgeCheck, OldestRun } from "../../contract/run-ages.ts";

/** The run that has been under way for the longest time; undefined if nothing runs. A redriven execution counts from its redrive. */
export async function oldestRun(
  client: SFNClient,
  { stateMachines }: AgeCheck,
  now: number,
): Promise<OldestRun | undefined> {
  let oldest: OldestRun | undefined;
  for (const stateMachineArn of stateMachines) {
    const running = { stateMachineArn, statusFilter: "RUNNING" } as const;
    for await (const { executions = [] } of paginateListExecutions({ client }, running)) {
      for (const { executionArn: execution, startDate, redriveDate = startDate } of executions) {
        if (execution === undefined || redriveDate === undefined) continue;
        const oldestRunSeconds = Math.round((now - redriveDate.getTime()) / 1000);
        if (oldestRunSeconds > (oldest?.oldestRunSeconds ?? -1)) oldest = { oldestRunSeconds, execution };
      }
    }
  }
  return oldest;
}
