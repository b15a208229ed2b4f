import type { Condition } from "./condition.ts";
import type { RequestContext } from "./request-context.ts";

export interface Policy {
  readonly statements: readonly Statement[];
  /** Of the document in characters, without white space. */
  readonly length: number;
}

export interface Statement {
  readonly effect: "Allow" | "Deny";
  readonly coversAction: (action: string) => boolean;
  readonly coversResource: (resource: string, context: RequestContext) => boolean;
  readonly conditions: readonly Condition[];
  /** Policies of resources and trust policies only: the callers that the statement applies to. */
  readonly principal?: PrincipalMatch;
}

/** Principals of such a policy: `*`, ARNs and account ids under `AWS`, service hosts under `Service`. */
export interface PrincipalMatch {
  readonly aws: readonly string[];
  readonly services: readonly string[];
}

export type Decision = "allowed" | "implicitDeny" | "explicitDeny";

/** Decides by all policies together: an explicit deny wins, and a request that no statement allows is denied. */
export function evaluate(
  policies: readonly Pick<Policy, "statements">[],
  action: string,
  resource: string,
  context: RequestContext,
): Decision {
  const covering = policies
    .flatMap(({ statements }) => statements)
    .filter((statement) => covers(statement, action, resource, context));
  if (covering.some(({ effect }) => effect === "Deny")) return "explicitDeny";
  return covering.length > 0 ? "allowed" : "implicitDeny";
}

export function covers(
  statement: Statement,
  action: string,
  resource: string,
  context: RequestContext,
): boolean {
  return (
    statement.coversAction(action) &&
    statement.coversResource(resource, context) &&
    statement.conditions.every((condition) => condition(context))
  );
}
