import type { RequestContext } from "./request-context.ts";
import { covers, type Statement } from "./statement.ts";

/** A policy document that was checked and compiled: see parse-policy.ts. */
export interface Policy {
  readonly statements: readonly Statement[];
}

export type Decision = "allowed" | "implicitDeny" | "explicitDeny";

/** What `policies` together say: an explicit deny wins, and what nothing allows is denied. */
export function evaluate(
  policies: readonly Policy[],
  action: string,
  resource: string,
  context: RequestContext,
): Decision {
  let decision: Decision = "implicitDeny";
  for (const policy of policies) {
    for (const statement of policy.statements) {
      if (!covers(statement, action, resource, context)) continue;
      if (statement.effect === "Deny") return "explicitDeny";
      decision = "allowed";
    }
  }
  return decision;
}
