import { type Decision, evaluate } from "./policy.ts";
import type { Principal } from "./principal.ts";
import type { RequestContext } from "./request-context.ts";
import { identityPolicies, type Role } from "./role.ts";

/** What a caller's own policies say of a request, and which kind of policy had the last word. */
export interface Judgement {
  readonly decision: Decision;
  readonly policyType: "identity-based" | "session";
}

/** Asks the role's policies and then the session's: both must allow. Who has no role (the operator) may do everything. */
export function judge(
  principal: Principal,
  role: Role | undefined,
  action: string,
  resource: string,
  context: RequestContext,
): Judgement {
  const decision =
    role === undefined ? "allowed" : evaluate(identityPolicies(role), action, resource, context);
  if (decision !== "allowed" || principal.sessionPolicy === undefined) {
    return { decision, policyType: "identity-based" };
  }
  return { decision: evaluate([principal.sessionPolicy], action, resource, context), policyType: "session" };
}
