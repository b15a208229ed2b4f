import { AwsError } from "../gateway/aws-error.ts";
import type { Policy, PrincipalMatch } from "./policy.ts";
import { accountId, type Principal } from "./principal.ts";

/**
 * How a statement of a resource's policy names the caller. `account`: the caller's own policies decide. `role`: also everyone; the
 * role's boundary and the session's policies limit what it allows. `session`: they do not.
 */
export type NamedAs = "account" | "role" | "session";

/** Undefined if the statement does not apply to the caller. */
export function namedAs(names: PrincipalMatch | undefined, caller: Principal): NamedAs | undefined {
  const { aws = [] } = names ?? {};
  const root = `arn:aws:iam::${accountId}:root`;
  const [roleId = ""] = caller.roleArn === undefined ? [] : caller.userId.split(":");
  if (roleId !== "" && aws.includes(caller.arn)) return "session";
  if (aws.includes("*") || aws.includes(roleId)) return "role";
  return aws.includes(accountId) || aws.includes(root) ? "account" : undefined;
}

const ownPrincipal = new RegExp(`^arn:aws:iam::${accountId}:(role|user)/`);

/**
 * The policy with ids instead of the ARNs of roles, as IAM saves it: a role that is created again is another one. Throws
 * MalformedPolicyDocument for one that does not exist.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-roles
 * @param idOf Returns the id of a role of the account.
 */
export function withRoleIds(policy: Policy, idOf: (roleArn: string) => string | undefined): Policy {
  const resolved = (name: string) => {
    const id = ownPrincipal.test(name) ? idOf(name) : name;
    if (id !== undefined) return id;
    throw new AwsError("MalformedPolicyDocument", `Invalid principal in policy: "AWS":"${name}"`);
  };
  const statements = policy.statements.map((statement) => {
    const { principal } = statement;
    return principal === undefined
      ? statement
      : { ...statement, principal: { ...principal, aws: principal.aws.map(resolved) } };
  });
  return { ...policy, statements };
}
