import type { PolicyArgs } from "@pulumi/aws/iam/policy.js";
import { belongsTo } from "../belongs-to.ts";
import { resourceType, type role, rolePolicy, rolePolicyAttachment } from "../resource-types.ts";
import type { Stack, StackContext, StackResource } from "../rule.ts";
import { type Allowance, allowances } from "./iam-policy.ts";

type Role = StackResource<NonNullable<typeof role.props>>;

const policy = resourceType<PolicyArgs>("aws:iam/policy:Policy");

/** Who looks at what a role may do. */
export interface AllowanceVisitor {
  /** Something that a policy of the role allows; `at` has that policy. */
  allowance(allowance: Allowance, at: StackResource<unknown>): void;
  /** A policy that another program or AWS itself wrote. */
  foreign(arn: string, at: StackResource<unknown>): void;
}

/** Goes through all that a role may do by its own policies and those attached to it. Goes on after what is unknown. */
export function eachAllowanceOf(
  role: Role,
  stack: Stack,
  { each }: StackContext,
  check: AllowanceVisitor,
): void {
  each(stack.of(rolePolicy), (own) => {
    if (!belongsTo(own, "role", role, "name")) return;
    for (const allowance of allowances("policy", own.props.policy)) check.allowance(allowance, own);
  });
  const attachments = stack.of(rolePolicyAttachment);
  each(attachments, (attachment) => {
    if (!belongsTo(attachment, "role", role, "name")) return;
    const attached = stack.of(policy).find((one) => belongsTo(attachment, "policyArn", one, "arn"));
    if (attached === undefined) check.foreign(attachment.props.policyArn, attachment);
    else
      for (const allowance of allowances("policy", attached.props.policy))
        check.allowance(allowance, attached);
  });
  each([role], () =>
    each(role.props.managedPolicyArns, (arn) => {
      // AWS tells of attachments here, too.
      if (attachments.some(({ props }) => props.policyArn === arn)) return;
      const attached = stack.of(policy).find(({ props }) => "arn" in props && props.arn === arn);
      if (attached === undefined) check.foreign(arn, role);
      else
        for (const allowance of allowances("policy", attached.props.policy))
          check.allowance(allowance, attached);
    }),
  );
  each([role], () =>
    each(role.props.inlinePolicies, (inline, index) => {
      for (const allowance of allowances(`inlinePolicies[${index}].policy`, inline.policy))
        check.allowance(allowance, role);
    }),
  );
}
