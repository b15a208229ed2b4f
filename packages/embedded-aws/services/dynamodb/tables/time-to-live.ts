import type { UpdateTimeToLiveCommandInput } from "@aws-sdk/client-dynamodb";
import { validation } from "../errors.ts";

/**
 * The attribute with the time to live after a change. Nothing expires: AWS deletes within days, so no program may rely on it.
 * Throws ValidationException, also if nothing would change.
 */
export function changedTimeToLive(
  current: string | undefined,
  { TimeToLiveSpecification: specification }: UpdateTimeToLiveCommandInput,
): string | undefined {
  const { AttributeName: attribute, Enabled: enabled } = specification ?? {};
  if (current === undefined && !enabled) throw validation("TimeToLive is already disabled");
  if (current !== undefined && current !== attribute)
    throw validation(
      `TimeToLive is active on a different AttributeName: current AttributeName is ${current}`,
    );
  if (current !== undefined && enabled) throw validation("TimeToLive is already enabled");
  return enabled ? attribute : undefined;
}

/** The answer of DescribeTimeToLive. */
export function describedTimeToLive(attribute: string | undefined) {
  const TimeToLiveStatus = attribute === undefined ? "DISABLED" : "ENABLED";
  return { TimeToLiveDescription: { TimeToLiveStatus, ...(attribute && { AttributeName: attribute }) } };
}
