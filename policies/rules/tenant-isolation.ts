import { z } from "zod";
import { tenantSessionTag } from "../../contract/env.ts";
import { type Allowance, allowances, type Statement } from "../kit/iam/iam-policy.ts";
import { eachAllowanceOf } from "../kit/iam/role-allowances.ts";
import { isLimitedToTenant, namesTag, requiresTenant } from "../kit/iam/tenant-limit.ts";
import { reachesTenants, readsAllObjects } from "../kit/iam/tenant-objects.ts";
import { role } from "../kit/resource-types.ts";
import { type Stack, type StackContext, type StackResource, stackRule, texts } from "../kit/rule.ts";

export const tenantIsolation = stackRule({
  name: "tenant-isolation",
  code: "BL-P053",
  title: "A tenant's data is accessible only in a session with that tenant's tag",
  severity: "critical",
  fix: "Access tenants' data through TenantAccess (components/storage/tenant-access.ts). Its role's trust policy requires the session tag in aws:RequestTag. All its resources or conditions contain the tag as aws:PrincipalTag. Give people roles without the tag and without access to tenants' objects. If a role has another purpose, add it to exempt of this rule in the stack's policy-config file.",
  config: z.object({
    tag: z.string().min(1).default(tenantSessionTag).describe("The session tag that names the tenant."),
    tagsOfPart: z
      .array(z.string().min(1))
      .default(["workflow", "run", "chunk"])
      .describe("The session tags that together name a part of one tenant's work."),
    exempt: texts("Names in the program of roles that serve no tenant, or need every tenant's data."),
    allowedWithoutTag: texts(
      "Actions that a tenant role may use without the tag, such as xray:PutTraceSegments.",
    ),
  }),
  check(stack, context, { tag, tagsOfPart, exempt, allowedWithoutTag }) {
    const { each, report, unchecked } = context;
    const isLimited = (statement: Statement) =>
      isLimitedToTenant(statement, tag) ||
      (tagsOfPart.length > 0 && tagsOfPart.every((part) => isLimitedToTenant(statement, part)));
    each(stack.of(role), (role) => {
      if (exempt.includes(role.name)) return;
      const trust = allowances("assumeRolePolicy", role.props.assumeRolePolicy);
      const assumable = trust.filter(({ statement }) => isAssumedByRoleOrUser(statement));
      const rights = rightsOf(role, stack, context);
      const isTenantRole = isForTenants(assumable, rights, tag);
      for (const { path, statement } of assumable)
        if (isTenantRole && !requiresTenant(statement, tag))
          report(path, `allows the role to be assumed without the session tag "${tag}"`, role);
      for (const { path, statement, at } of rights.granted) {
        if (isLimited(statement)) continue;
        if (isTenantRole) {
          const actions = statement.Action?.filter((action) => !allowedWithoutTag.includes(action));
          if (actions?.length !== 0)
            report(path, `is not limited by the session tag: ${found(statement, actions)}`, at);
        } else if (reachesTenants(statement))
          report(path, `allows access to every tenant's data: ${found(statement, statement.Action)}`, at);
      }
      for (const { arn, at } of rights.attached) {
        if (isTenantRole) report(arn, "is attached, which no session tag limits", at);
        else if (assumable.length > 0) unchecked(`${at.name}: ${arn}`);
      }
    });
  },
});

interface Rights {
  readonly granted: readonly (Allowance & { readonly at: StackResource<unknown> })[];
  /** Policies of other programs or of AWS. */
  readonly attached: readonly { readonly arn: string; readonly at: StackResource<unknown> }[];
}

function rightsOf(role: Parameters<typeof eachAllowanceOf>[0], stack: Stack, context: StackContext): Rights {
  const granted: Rights["granted"][number][] = [];
  const attached: Rights["attached"][number][] = [];
  eachAllowanceOf(role, stack, context, {
    allowance: (allowance, at) => granted.push({ ...allowance, at }),
    foreign: (arn, at) => attached.push({ arn, at }),
  });
  return { granted, attached };
}

/** Whether a role's sessions are to have the tag. A role of people that reaches no tenant's objects needs none. */
function isForTenants(assumable: readonly Allowance[], { granted, attached }: Rights, tag: string): boolean {
  if (assumable.length === 0) return false;
  return (
    assumable.some(({ statement }) => passesTags(statement) || namesTag(statement, tag)) ||
    granted.some(({ statement }) => namesTag(statement, tag) || reachesTenants(statement)) ||
    attached.some(({ arn }) => readsAllObjects(arn))
  );
}

/** By a role or a user, as workers assume the tenant role. Services and people who sign in have other principals. */
function isAssumedByRoleOrUser(statement: Statement): boolean {
  return statement.Principal?.AWS !== undefined || passesTags(statement);
}

function passesTags({ Action = [] }: Statement): boolean {
  return Action.includes("sts:TagSession");
}

function found({ NotAction, Resource, NotResource }: Statement, actions: Statement["Action"]): string {
  const what = actions?.join(", ") ?? `all except ${NotAction?.join(", ")}`;
  return `${what} on ${Resource?.join(", ") ?? `all except ${NotResource?.join(", ")}`}`;
}
