import type { UpdateTimeToLiveCommandInput } from "@aws-sdk/client-dynamodb";
import { AwsError } from "../../host/gateway/aws-error.ts";

/** The tables' attributes for the time to live. Nothing expires: AWS deletes within days, so no program may rely on it. */
export class TimeToLive {
  readonly #attributes = new Map<string, string>();

  /** Throws ValidationException, also if nothing would change. */
  update(input: UpdateTimeToLiveCommandInput) {
    const { TableName: table, TimeToLiveSpecification: specification } = input;
    const { AttributeName: attribute, Enabled: enabled } = specification ?? {};
    if (!table || !attribute || enabled === undefined)
      throw invalid(
        "UpdateTimeToLive needs TableName, TimeToLiveSpecification.AttributeName and TimeToLiveSpecification.Enabled",
      );
    const current = this.#attributes.get(table);
    if (current === undefined && !enabled) throw invalid("TimeToLive is already disabled");
    if (current !== undefined && current !== attribute) throw invalid(`${otherAttribute} is ${current}`);
    if (current !== undefined && enabled) throw invalid("TimeToLive is already enabled");
    if (enabled) this.#attributes.set(table, attribute);
    else this.#attributes.delete(table);
    return { TimeToLiveSpecification: specification };
  }

  describe(table: string) {
    const AttributeName = this.#attributes.get(table);
    const TimeToLiveStatus = AttributeName === undefined ? "DISABLED" : "ENABLED";
    return { TimeToLiveDescription: { TimeToLiveStatus, AttributeName } };
  }

  forget(table: string): void {
    this.#attributes.delete(table);
  }
}

const otherAttribute = "TimeToLive is active on a different AttributeName: current AttributeName";

function invalid(message: string): AwsError {
  return new AwsError("ValidationException", message);
}
