import { AwsError } from "../../host/gateway/aws-error.ts";
import type { Item } from "./values/attribute-value.ts";

/** An error of AWS that says more than its message. */
export class ErrorWithFields extends AwsError {
  readonly fields: object;

  constructor(code: string, message: string, fields: object) {
    super(code, message);
    this.fields = fields;
  }
}

/** The error of a write whose condition the item does not meet. */
export class FailedCondition extends ErrorWithFields {
  /** @param item what the error shows of the item; undefined for nothing */
  constructor(item: Item | undefined) {
    super("ConditionalCheckFailedException", "The conditional request failed", item ? { Item: item } : {});
  }
}
