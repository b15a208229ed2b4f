import { covers, type Policy, type PrincipalMatch } from "./policy.ts";
import { accountId, type Principal } from "./principal.ts";
import { RequestContext } from "./request-context.ts";

/** `named`: it names the caller or everyone, which is enough. `account`: the caller's own policies decide. */
type TrustDecision = "named" | "account" | "implicitDeny" | "explicitDeny";

/** Whether a role's trust policy lets `caller` do `action` (`sts:AssumeRole`, `sts:TagSession`). */
export function trusts(
  trust: Policy,
  caller: Principal,
  action: string,
  context: RequestContext,
): TrustDecision {
  let decision: TrustDecision = "implicitDeny";
  for (const statement of trust.statements) {
    const match = matchCaller(statement.principal, caller);
    if (match === undefined || !covers(statement, action, "", context)) continue;
    if (statement.effect === "Deny") return "explicitDeny";
    if (decision !== "named") decision = match;
  }
  return decision;
}

/** Whether a service, for example `lambda.amazonaws.com`, may assume the role. */
export function trustsService(trust: Policy, service: string): boolean {
  const context = new RequestContext({ "aws:SourceAccount": accountId });
  const about = trust.statements.filter(
    ({ principal }) => principal?.services.includes(service) || principal?.aws.includes("*"),
  );
  const said = about.filter((statement) => covers(statement, "sts:AssumeRole", "", context));
  return said.length > 0 && said.every((statement) => statement.effect === "Allow");
}

function matchCaller(names: PrincipalMatch | undefined, caller: Principal): "named" | "account" | undefined {
  if (names === undefined) return undefined;
  const { aws } = names;
  const root = `arn:aws:iam::${accountId}:root`;
  if (aws.includes("*") || aws.includes(caller.arn) || (caller.roleArn && aws.includes(caller.roleArn)))
    return "named";
  return aws.includes(accountId) || aws.includes(root) ? "account" : undefined;
}
