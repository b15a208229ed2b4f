import { AwsError } from "../../host/gateway/aws-error.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
export const retentionDays: readonly number[] = [
  ...[1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922],
  ...[3288, 3653],
];

/** Returns the days. Throws InvalidParameterException unless AWS has such a retention. */
export function checkedRetention(days: number | undefined): number {
  if (days !== undefined && retentionDays.includes(days)) return days;
  const detected = `1 validation error detected: Value '${days}' at 'retentionInDays' failed to satisfy constraint`;
  const allowed = `Member must satisfy enum value set: [${retentionDays.join(", ")}]`;
  throw new AwsError("InvalidParameterException", `${detected}: ${allowed}`);
}
