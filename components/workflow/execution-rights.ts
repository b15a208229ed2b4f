import { RolePolicy } from "@pulumi/aws/iam/rolePolicy.js";
import type { CustomResourceOptions, Input } from "@pulumi/pulumi";
import { describesExecutions } from "../functions/run-rights.ts";
import { policyDocument } from "../policy-document.ts";

/** Lets a role ask whether executions live. A policy of its own, because the machines are made after the roles that plan for them.
 * @example mayAskForExecutions("metadata", planFunction.function.role, [machine.arn], { parent: this }); */
export function mayAskForExecutions(
  name: string,
  role: { readonly name: Input<string> },
  stateMachineArns: readonly Input<string>[],
  options: CustomResourceOptions,
): RolePolicy {
  const policy = policyDocument(describesExecutions(stateMachineArns));
  return new RolePolicy(`${name}-executions`, { role: role.name, policy }, options);
}
