/** The name in a log group's ARN, which may end with `:*`; undefined for any other ARN. */
export function logGroupName(arn: string): string | undefined {
  return /:log-group:(.+?)(:\*)?$/.exec(arn)?.[1];
}
