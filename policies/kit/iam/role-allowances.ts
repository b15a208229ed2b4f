import { belongsTo } from "../belongs-to.ts";
import { managedPolicy, type role, rolePolicy, rolePolicyAttachment } from "../resource-types.ts";
import type { Stack, StackContext, StackResource } from "../rule.ts";
import { type Allowance, allowances } from "./iam-policy.ts";

type Role = StackResource<NonNullable<typeof role.props>>;
type Policy = StackResource<NonNullable<typeof managedPolicy.props>>;

interface AllowanceVisitor {
  /** A statement that allows something; `at` has the policy. */
  allowance(allowance: Allowance, at: StackResource<unknown>): void;
  /** An attached policy of another program or of AWS. */
  foreign(arn: string, at: StackResource<unknown>): void;
}

/** Visits every statement that allows a role something: in its inline policies and its attached ones. Unknown policies
 * are reported as unchecked.
 * @example
 * eachAllowanceOf(role, stack, context, {
 *   allowance: ({ path, statement }, at) => …,
 *   foreign: (arn, at) => context.report(arn, "is attached", at),
 * }); */
export function eachAllowanceOf(
  role: Role,
  stack: Stack,
  { each }: StackContext,
  visitor: AllowanceVisitor,
): void {
  const visit = (property: string, policy: unknown, at: StackResource<unknown>) => {
    for (const allowance of allowances(property, policy)) visitor.allowance(allowance, at);
  };
  const visitAttached = (
    find: (policy: Policy) => boolean,
    arn: () => string,
    at: StackResource<unknown>,
  ) => {
    const attached = stack.of(managedPolicy).find(find);
    if (attached === undefined) visitor.foreign(arn(), at);
    else visit("policy", attached.props.policy, attached);
  };
  each(stack.of(rolePolicy), (own) => {
    if (belongsTo(own, "role", role, "name")) visit("policy", own.props.policy, own);
  });
  const attachments = stack.of(rolePolicyAttachment);
  each(attachments, (attachment) => {
    if (!belongsTo(attachment, "role", role, "name")) return;
    const isAttached = (policy: Policy) => belongsTo(attachment, "policyArn", policy, "arn");
    visitAttached(isAttached, () => attachment.props.policyArn, attachment);
  });
  each([role], () =>
    each(role.props.managedPolicyArns, (arn) => {
      // AWS lists attached policies here, too.
      if (attachments.some(({ props }) => props.policyArn === arn)) return;
      visitAttached(
        ({ props }) => "arn" in props && props.arn === arn,
        () => arn,
        role,
      );
    }),
  );
  each([role], () =>
    each(role.props.inlinePolicies, ({ policy }, index) =>
      visit(`inlinePolicies[${index}].policy`, policy, role),
    ),
  );
}
