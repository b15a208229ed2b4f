import type { PointInTimeRecoverySpecification } from "@aws-sdk/client-dynamodb";
import { validation } from "../errors.ts";
import type { TableRecord } from "./table.ts";

type Recovery = TableRecord["recovery"];

/** Days for which AWS keeps backups, unless a request says otherwise. */
const defaultDays = 35;

/** Point-in-time recovery after a change. Throws ValidationException. */
export function changedRecovery(
  current: Recovery,
  given: PointInTimeRecoverySpecification | undefined,
  now: number,
): Recovery {
  const { PointInTimeRecoveryEnabled: isEnabled, RecoveryPeriodInDays: days } = given ?? {};
  if (isEnabled) return { since: current?.since ?? now, days: days ?? current?.days ?? defaultDays };
  if (days !== undefined)
    throw validation(
      "Invalid Request: Cannot specify RecoveryPeriodInDays when disabling point-in-time recovery.",
    );
  return undefined;
}

/** What DescribeContinuousBackups answers. There is nothing to restore. */
export function describedBackups(recovery: Recovery, now: number) {
  const PointInTimeRecoveryDescription = recovery
    ? {
        PointInTimeRecoveryStatus: "ENABLED" as const,
        RecoveryPeriodInDays: recovery.days,
        EarliestRestorableDateTime: recovery.since / 1000,
        LatestRestorableDateTime: now / 1000,
      }
    : { PointInTimeRecoveryStatus: "DISABLED" as const };
  return {
    ContinuousBackupsDescription: {
      ContinuousBackupsStatus: "ENABLED" as const,
      PointInTimeRecoveryDescription,
    },
  };
}
