import { AwsError } from "../../../host/gateway/aws-error.ts";
import { ErrorWithFields, FailedCondition } from "../failed-condition.ts";

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CancellationReason.html */
export interface CancellationReason {
  readonly Code: "ConditionalCheckFailed" | "None" | "ValidationError";
  readonly Message?: string;
}

export const none: CancellationReason = { Code: "None" };

/** The reason that an action's error is; other errors are thrown. */
export function reasonOf(error: unknown): CancellationReason {
  if (!(error instanceof AwsError)) throw error;
  const { code, message: Message } = error;
  if (error instanceof FailedCondition) return { Code: "ConditionalCheckFailed", Message, ...error.fields };
  if (code === "ValidationException") return { Code: "ValidationError", Message };
  throw error;
}

/** `reasons` has one for each action. */
export function cancelled(reasons: readonly CancellationReason[]): AwsError {
  const codes = reasons.map(({ Code }) => Code).join(", ");
  const message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`;
  return new ErrorWithFields("TransactionCanceledException", message, { CancellationReasons: reasons });
}
