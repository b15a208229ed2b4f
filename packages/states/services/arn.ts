import { rawJsonata, typed } from "../expression/jsonata-functions.ts";
import { toNode } from "../expression/literal.ts";
import type { Value } from "../expression/types.ts";

/** The ARN of something else in the partition, region and account of `arn`. */
export function siblingArn(arn: string, service: string, resource: string): string {
  const [, partition, , region, account] = arn.split(":");
  return `arn:${partition}:${service}:${region}:${account}:${resource}`;
}

/**
 * The part of an ARN after `marker`, for calls that take names. Integrations are given ARNs all the same, because rights need
 * them, and one thing cannot contradict itself.
 */
export function nameIn(arn: Value<string>, marker: string): Value<string> {
  const node = toNode(arn);
  if (node.kind === "literal") return String(node.value).split(marker).slice(1).join(marker);
  return rawJsonata<string>`$substringAfter(${typed<string>(arn)}, ${typed<string>(marker)})`;
}
