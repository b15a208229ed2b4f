import type { PrincipalMatch } from "./policy.ts";
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
  if (caller.roleArn !== undefined && aws.includes(caller.arn)) return "session";
  if (aws.includes("*") || (caller.roleArn !== undefined && aws.includes(caller.roleArn))) return "role";
  return aws.includes(accountId) || aws.includes(root) ? "account" : undefined;
}
