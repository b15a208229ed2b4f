import { type Permission, permissionNear } from "../core/permission.ts";
import { rawJsonata, typed } from "../expression/authors-functions.ts";
import { toNode } from "../expression/literal.ts";
import type { Value } from "../expression/types.ts";

/** The ARN of another resource in the partition, region and account of `arn`. */
export function siblingArn(arn: string, service: string, resource: string): string {
  const [, partition, , region, account] = arn.split(":");
  return `arn:${partition}:${service}:${region}:${account}:${resource}`;
}

/** The part of an ARN after `marker`. Calls take this name; tasks take the ARN, because permissions need it. */
export function nameIn(arn: Value<string>, marker: string): Value<string> {
  const node = toNode(arn);
  if (node.kind === "literal") return String(node.value).split(marker).slice(1).join(marker);
  return rawJsonata<string>`$substringAfter(${typed<string>(arn)}, ${typed<string>(marker)})`;
}

/** The rights on the EventBridge rule that Step Functions manages to wait for `kind`, in the account and region of
 * `arn`. https://docs.aws.amazon.com/step-functions/latest/dg/service-integration-iam-templates.html */
export const managedRule = (
  kind: "BatchJobs" | "ECSTask" | "StepFunctionsExecution",
  arn: Value<string>,
): Permission =>
  permissionNear(["events:DescribeRule", "events:PutRule", "events:PutTargets"], arn, (of) =>
    siblingArn(of, "events", `rule/StepFunctionsGetEventsFor${kind}Rule`),
  );
