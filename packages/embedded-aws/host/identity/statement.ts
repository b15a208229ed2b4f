import type { Condition } from "./condition.ts";
import type { RequestContext } from "./request-context.ts";

/** A statement made ready to be asked often. */
export interface Statement {
  readonly effect: "Allow" | "Deny";
  readonly coversAction: (action: string) => boolean;
  readonly coversResource: (resource: string, context: RequestContext) => boolean;
  readonly conditions: readonly Condition[];
  /** Trust policies only: whom the statement speaks of. */
  readonly principal?: PrincipalMatch;
}

/** Principals named by a trust policy: `*`, ARNs and account ids under `AWS`, service hosts under `Service`. */
export interface PrincipalMatch {
  readonly aws: readonly string[];
  readonly services: readonly string[];
}

/** Whether the statement has a say in the request; whom it speaks of is asked apart. */
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
