import { AwsError } from "../../host/gateway/aws-error.ts";

/** An error of AWS that says more than its message. */
export class ErrorWithFields extends AwsError {
  readonly fields: object;

  constructor(code: string, message: string, fields: object) {
    super(code, message);
    this.fields = fields;
  }
}
