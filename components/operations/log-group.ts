import { LogGroup } from "@pulumi/aws/cloudwatch/logGroup.js";
import type { Resource } from "@pulumi/pulumi";
import { getProject, getStack } from "@pulumi/pulumi";

/** What a log group keeps, and where it appears in the console. */
export interface LogGroupArgs {
  /** After `/<project>/<stack>/`. @example "jobs/nightly-report" */
  readonly path: string;
  /** One of CloudWatch's: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, … days. */
  readonly retentionDays: number;
}

/** A log group named for people, whose lines expire. */
export function logGroup(name: string, { path, retentionDays }: LogGroupArgs, parent: Resource): LogGroup {
  return new LogGroup(
    name,
    { name: `/${getProject()}/${getStack()}/${path}`, retentionInDays: retentionDays },
    { parent },
  );
}

/** The resource that `logs:CreateLogStream` and `logs:PutLogEvents` are checked on. */
export const streamsOf = (group: LogGroup) => group.arn.apply((arn) => `${arn}:*`);
