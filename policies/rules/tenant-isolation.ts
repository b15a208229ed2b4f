import { z } from "zod";
import { tenantSessionTag } from "../../contract/env.ts";
import { tenantDataPrefix } from "../../contract/object-keys.ts";
import { allowances, type Statement } from "../kit/iam/iam-policy.ts";
import { eachAllowanceOf } from "../kit/iam/role-allowances.ts";
import { demandsTenant, isLimitedToTenant } from "../kit/iam/tenant-limit.ts";
import { role } from "../kit/resource-types.ts";
import { stackRule } from "../kit/rule.ts";

export const tenantIsolation = stackRule({
  name: "tenant-isolation",
  code: "BL-P053",
  title: "Tenants' data is reached only in a session that says for which tenant, and only that tenant's",
  severity: "critical",
  enforcement: "mandatory",
  remediation:
    "Reach tenants' data through TenantAccess (components/storage/tenant-access.ts): a role whose trust policy demands the session tag in aws:RequestTag, and whose resources or conditions all have it as aws:PrincipalTag. A role that is taken on for something else belongs in exempt of this rule in the stack's policy-config file.",
  config: z.object({
    tag: z.string().min(1).default(tenantSessionTag).describe("The session tag that names the tenant."),
    exempt: z
      .array(z.string())
      .default([])
      .describe(
        "Names, in the program, of roles that are for no tenant, or have to reach every tenant's data.",
      ),
    allowedWithoutTag: z
      .array(z.string())
      .default([])
      .describe("Actions that a tenant role may do whoever the tenant is, such as xray:PutTraceSegments."),
  }),
  check(stack, context, { tag, exempt, allowedWithoutTag }) {
    const { each, report } = context;
    each(stack.of(role), (role) => {
      if (exempt.includes(role.name)) return;
      const trust = allowances("assumeRolePolicy", role.props.assumeRolePolicy);
      const takenOn = trust.filter(({ statement }) => isTakenOnBySomeone(statement));
      for (const { path, statement } of takenOn)
        if (!demandsTenant(statement, tag))
          report(`${path} lets the role be taken on without the session tag "${tag}"`, role);
      eachAllowanceOf(role, stack, context, {
        allowance({ path, statement }, at) {
          if (isLimitedToTenant(statement, tag)) return;
          if (takenOn.length > 0) {
            const actions = statement.Action?.filter((action) => !allowedWithoutTag.includes(action));
            if (actions?.length !== 0)
              report(`${path} is not limited by the session tag: ${found(statement, actions)}`, at);
          } else if (reachesTenants(statement))
            report(`${path} reaches the data of every tenant: ${found(statement, statement.Action)}`, at);
        },
        foreign(arn, at) {
          if (takenOn.length > 0) report(`${arn} is attached, which no session tag limits`, at);
        },
      });
    });
  },
});

/** By a role or a user, as workers take the tenant role on; services and people who sign in come otherwise. */
function isTakenOnBySomeone({ Action = [], Principal }: Statement): boolean {
  return Principal?.AWS !== undefined || Action.includes("sts:TagSession");
}

function found({ NotAction, Resource, NotResource }: Statement, actions: Statement["Action"]): string {
  const what = actions?.join(", ") ?? `all but ${NotAction?.join(", ")}`;
  return `${what} on ${Resource?.join(", ") ?? `all but ${NotResource?.join(", ")}`}`;
}

/** `tenants/`: below it each tenant has a prefix, in whichever bucket. */
const tenants = tenantDataPrefix("").replace(/\/+$/, "/");

/** Whether objects are in reach that are tenants'. */
function reachesTenants({ Action, Resource }: Statement): boolean {
  if (Action !== undefined && !Action.some((action) => /^(s3:|\*)/i.test(action))) return false;
  return (Resource ?? ["*"]).some((arn) => {
    // Up to the first wildcard or variable, which stands for any name of a bucket, and for slashes, too.
    const literal = arn.replace(/([*?]|\$\{).*$/, "");
    const [, key] = /^arn:[^:]*:s3:[^:]*:[^:]*:[^/]*\/(.*)$/.exec(literal) ?? [];
    if (key === undefined) return literal !== arn && isOfS3(literal);
    return key.startsWith(tenants) || (literal !== arn && tenants.startsWith(key));
  });
}

/** Whether an ARN that begins so can be of a bucket. */
function isOfS3(start: string): boolean {
  const [arn = "", , service = "", ...rest] = start.split(":");
  if (rest.length > 0) return service === "s3";
  return "arn".startsWith(arn) && "s3".startsWith(service);
}
