import { AwsError } from "../../host/gateway/aws-error.ts";

/** The AwsError that an error of dynalite stands for. Other errors, of its files for example, stay as they are. */
export function dynaliteError(cause: unknown): unknown {
  const { statusCode, body } = Object(cause) as Refusal;
  if (statusCode === undefined || body === undefined) return cause;
  const code = body.__type.replace(/^.*#/, "");
  return new AwsError(code, body.message ?? body.Message ?? "", statusCode, { cause });
}

interface Refusal {
  readonly statusCode?: number;
  readonly body?: { readonly __type: string; readonly message?: string; readonly Message?: string };
}
