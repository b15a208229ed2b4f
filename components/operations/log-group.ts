import { LogGroup } from "@pulumi/aws/cloudwatch/logGroup.js";
import type { Resource } from "@pulumi/pulumi";
import { getProject, getStack } from "@pulumi/pulumi";

interface LogGroupArgs {
  /** After `/<project>/<stack>/`. @example "jobs/nightly-report" */
  readonly path: string;
  /** One of CloudWatch's periods, in days: 1, 3, 5, 7, 14, 30, 60, 90, … @example 30 */
  readonly retentionDays: number;
}

/** Declares a log group with a readable name, whose lines expire. */
export function logGroup(name: string, { path, retentionDays }: LogGroupArgs, parent: Resource): LogGroup {
  const args = { name: `/${getProject()}/${getStack()}/${path}`, retentionInDays: retentionDays };
  return new LogGroup(name, args, { parent });
}

/** The resource for the actions `logs:CreateLogStream` and `logs:PutLogEvents`. */
export const streamsOf = (group: LogGroup) => group.arn.apply((arn) => `${arn}:*`);
