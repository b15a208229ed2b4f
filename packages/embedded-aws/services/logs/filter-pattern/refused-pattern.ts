import { AwsError } from "../../../host/gateway/aws-error.ts";

/** CloudWatch Logs' error for a filter pattern. https://github.com/aws/aws-toolkit-jetbrains/issues/3219 */
export function refusedPattern(why = "Invalid filter pattern"): AwsError {
  return new AwsError("InvalidParameterException", why);
}

/** https://github.com/ministryofjustice/modernisation-platform-environments/pull/5137 */
export function invalidCharacters(term: string): AwsError {
  return refusedPattern(`Invalid character(s) in term '${term}'`);
}
