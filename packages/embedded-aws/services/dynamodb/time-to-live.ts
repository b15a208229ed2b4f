import type {
  DescribeTimeToLiveCommandInput,
  DescribeTimeToLiveCommandOutput,
  UpdateTimeToLiveCommandInput,
  UpdateTimeToLiveCommandOutput,
} from "@aws-sdk/client-dynamodb";
import { AwsError } from "../../host/gateway/aws-error.ts";

type Answer<T> = Omit<T, "$metadata">;

/**
 * The tables' attributes for the time to live, which dynalite does not have. Nothing expires here: AWS deletes expired items
 * within a few days, and no program may rely on the time.
 */
export class TimeToLive {
  readonly #attributes = new Map<string, string>();

  update(input: UpdateTimeToLiveCommandInput): Answer<UpdateTimeToLiveCommandOutput> {
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

  describe(input: DescribeTimeToLiveCommandInput): Answer<DescribeTimeToLiveCommandOutput> {
    const attribute = this.#attributes.get(String(input.TableName));
    return {
      TimeToLiveDescription:
        attribute === undefined
          ? { TimeToLiveStatus: "DISABLED" }
          : { TimeToLiveStatus: "ENABLED", AttributeName: attribute },
    };
  }
}
