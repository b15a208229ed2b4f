import { covers, type Decision, evaluate, type Policy } from "./policy.ts";
import type { Principal } from "./principal.ts";
import { type NamedAs, namedAs } from "./principal-match.ts";
import type { RequestContext } from "./request-context.ts";

/** As AWS's messages name the policies. */
export type PolicyType = "identity-based" | "resource-based" | "session" | "permissions boundary";

export interface PolicyDecision {
  readonly decision: Decision;
  readonly policyType: PolicyType;
}

/** The policies that apply to a request. An absent kind limits nothing. */
export interface ApplyingPolicies {
  /** Of the caller's role. Absent for the account's root, who may do everything. */
  readonly identity?: readonly Policy[] | undefined;
  readonly boundary?: readonly Policy[] | undefined;
  readonly session?: readonly Policy[] | undefined;
  readonly resource?: Policy | undefined;
  /** Whether the resource's own policy must allow the request, as a role's trust policy must. @default one side is enough */
  readonly resourceMustAllow?: boolean;
}

interface Asked {
  readonly caller: Principal;
  readonly action: string;
  readonly resource: string;
  readonly context: RequestContext;
}

/**
 * An explicit deny of any policy wins. Else the caller's policies or the resource's must allow the request, and the boundary and
 * the session's policies must allow it, too. The latter do not limit what a resource's policy grants to the session itself.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */
export function decide(policies: ApplyingPolicies, asked: Asked): PolicyDecision {
  const { action, resource, context } = asked;
  const by = (some: readonly Policy[] | undefined) =>
    some === undefined ? "allowed" : evaluate(some, action, resource, context);
  const own: readonly (readonly [PolicyType, Decision])[] = [
    ["identity-based", by(policies.identity)],
    ["permissions boundary", by(policies.boundary)],
    ["session", by(policies.session)],
  ];
  const granted = grantedBy(policies.resource, asked);
  const denying = [...own, ["resource-based", granted] as const].find(([, said]) => said === "explicitDeny");
  if (denying !== undefined) return { decision: "explicitDeny", policyType: denying[0] };
  if (granted === "session") return { decision: "allowed", policyType: "resource-based" };
  if (granted === undefined && policies.resourceMustAllow === true)
    return { decision: "implicitDeny", policyType: "resource-based" };
  const limits = granted === "role" ? own.slice(1) : own;
  const silent = limits.find(([, said]) => said !== "allowed");
  return silent === undefined
    ? { decision: "allowed", policyType: granted === "role" ? "resource-based" : "identity-based" }
    : { decision: "implicitDeny", policyType: silent[0] };
}

function grantedBy(
  policy: Policy | undefined,
  { caller, action, resource, context }: Asked,
): NamedAs | "explicitDeny" | undefined {
  const order = ["account", "role", "session"] as const;
  let granted = -1;
  for (const statement of policy?.statements ?? []) {
    const named = namedAs(statement.principal, caller);
    if (named === undefined || !covers(statement, action, resource, context)) continue;
    if (statement.effect === "Deny") return "explicitDeny";
    granted = Math.max(granted, order.indexOf(named));
  }
  return order[granted];
}
