import type { DescribeTimeToLiveCommandInput, UpdateTimeToLiveCommandInput } from "@aws-sdk/client-dynamodb";
import { AwsError } from "../../host/gateway/aws-error.ts";

/** The tables' attributes for the time to live. Nothing expires: AWS deletes within days, so no program may rely on it. */
export class TimeToLive {
  readonly #attributes = new Map<string, string>();

  update(input: UpdateTimeToLiveCommandInput) {
    const { TableName: table, TimeToLiveSpecification: specification } = input;
    const { AttributeName: attribute, Enabled: enabled } = specification ?? {};
    if (!table || !attribute || enabled === undefined)
      throw new AwsError(
        "ValidationException",
        "UpdateTimeToLive needs TableName, TimeToLiveSpecification.AttributeName and TimeToLiveSpecification.Enabled",
      );
    if (enabled) this.#attributes.set(table, attribute);
    else this.#attributes.delete(table);
    return { TimeToLiveSpecification: specification };
  }

  describe(input: DescribeTimeToLiveCommandInput) {
    const AttributeName = this.#attributes.get(String(input.TableName));
    const TimeToLiveStatus = AttributeName === undefined ? "DISABLED" : "ENABLED";
    return { TimeToLiveDescription: { TimeToLiveStatus, AttributeName } };
  }
}
