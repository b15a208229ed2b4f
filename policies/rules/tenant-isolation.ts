import { z } from "zod";
import { tenantSessionTag } from "../../contract/env.ts";
import { tenantDataPrefix } from "../../contract/object-keys.ts";
import { allowances, type Statement } from "../kit/iam/iam-policy.ts";
import { eachAllowanceOf } from "../kit/iam/role-allowances.ts";
import { isLimitedToTenant, requiresTenant } from "../kit/iam/tenant-limit.ts";
import { role } from "../kit/resource-types.ts";
import { stackRule, texts } from "../kit/rule.ts";

export const tenantIsolation = stackRule({
  name: "tenant-isolation",
  code: "BL-P053",
  title: "A tenant's data is accessible only in a session with that tenant's tag",
  severity: "critical",
  fix: "Access tenants' data through TenantAccess (components/storage/tenant-access.ts). Its role's trust policy requires the session tag in aws:RequestTag. All its resources or conditions contain the tag as aws:PrincipalTag. If a role has another purpose, add it to exempt of this rule in the stack's policy-config file.",
  config: z.object({
    tag: z.string().min(1).default(tenantSessionTag).describe("The session tag that names the tenant."),
    exempt: texts("Names in the program of roles that serve no tenant, or need every tenant's data."),
    allowedWithoutTag: texts(
      "Actions that a tenant role may use without the tag, such as xray:PutTraceSegments.",
    ),
  }),
  check(stack, context, { tag, exempt, allowedWithoutTag }) {
    const { each, report } = context;
    each(stack.of(role), (role) => {
      if (exempt.includes(role.name)) return;
      const trust = allowances("assumeRolePolicy", role.props.assumeRolePolicy);
      const assumable = trust.filter(({ statement }) => isAssumedByRoleOrUser(statement));
      for (const { path, statement } of assumable)
        if (!requiresTenant(statement, tag))
          report(path, `allows the role to be assumed without the session tag "${tag}"`, role);
      eachAllowanceOf(role, stack, context, {
        allowance({ path, statement }, at) {
          if (isLimitedToTenant(statement, tag)) return;
          if (assumable.length > 0) {
            const actions = statement.Action?.filter((action) => !allowedWithoutTag.includes(action));
            if (actions?.length !== 0)
              report(path, `is not limited by the session tag: ${found(statement, actions)}`, at);
          } else if (includesTenants(statement))
            report(path, `allows access to every tenant's data: ${found(statement, statement.Action)}`, at);
        },
        foreign(arn, at) {
          if (assumable.length > 0) report(arn, "is attached, which no session tag limits", at);
        },
      });
    });
  },
});

/** By a role or a user, as workers assume the tenant role. Services and people who sign in have other principals. */
function isAssumedByRoleOrUser({ Action = [], Principal }: Statement): boolean {
  return Principal?.AWS !== undefined || Action.includes("sts:TagSession");
}

function found({ NotAction, Resource, NotResource }: Statement, actions: Statement["Action"]): string {
  const what = actions?.join(", ") ?? `all except ${NotAction?.join(", ")}`;
  return `${what} on ${Resource?.join(", ") ?? `all except ${NotResource?.join(", ")}`}`;
}

/** `tenants/`: below it each tenant has a prefix, in any bucket. */
const tenants = tenantDataPrefix("").replace(/\/+$/, "/");

/** Whether a statement may allow access to tenants' objects. */
function includesTenants({ Action, Resource }: Statement): boolean {
  if (Action !== undefined && !Action.some((action) => /^(s3:|\*)/i.test(action))) return false;
  return (Resource ?? ["*"]).some((arn) => {
    // Up to the first wildcard or variable, which matches any bucket name, slashes included.
    const literal = arn.replace(/([*?]|\$\{).*$/, "");
    const [, key] = /^arn:[^:]*:s3:[^:]*:[^:]*:[^/]*\/(.*)$/.exec(literal) ?? [];
    if (key === undefined) return literal !== arn && isOfS3(literal);
    return key.startsWith(tenants) || (literal !== arn && tenants.startsWith(key));
  });
}

/** Whether an ARN with this start can be a bucket's. */
function isOfS3(start: string): boolean {
  const [arn = "", , service = "", ...rest] = start.split(":");
  if (rest.length > 0) return service === "s3";
  return "arn".startsWith(arn) && "s3".startsWith(service);
}
