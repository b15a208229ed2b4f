import { StatementError } from "../../error-codes.ts";
import { AwsError } from "../gateway/aws-error.ts";
import { ResourcePattern } from "./arn-pattern.ts";
import { compileCondition } from "./condition.ts";
import { Pattern } from "./pattern.ts";
import type { Policy, PrincipalMatch, Statement } from "./policy.ts";
import type { PolicyDocument } from "./policy-document.ts";
import { DocumentSource, type StatementSource } from "./policy-grammar.ts";
import { RequestContext } from "./request-context.ts";
import { checkResource } from "./resource-format.ts";

/** `identity`: the rights of a role. `trust`: the callers that may assume it. `resource`: who may do what with a resource. */
type PolicyKind = "identity" | "trust" | "resource";

/** Throws MalformedPolicyDocument if IAM would refuse the policy, or if the embedded AWS cannot enforce all of it. */
export function parsePolicy(document: PolicyDocument | string, kind: PolicyKind, where: string): Policy {
  const source = DocumentSource.safeParse(typeof document === "string" ? json(document, where) : document);
  if (!source.success) {
    const [issue] = source.error.issues;
    throw malformed([where, ...(issue?.path.length ? [issue.path.join(".")] : [])], String(issue?.message));
  }
  const variables = source.data.Version === "2012-10-17";
  const sids = source.data.Statement.flatMap(({ Sid }) => Sid || []);
  if (new Set(sids).size < sids.length)
    throw malformed([where], "Statement IDs (SID) in a single policy must be unique.");
  const statements = source.data.Statement.map((statement, index) => {
    try {
      return compile(statement, kind, variables);
    } catch (cause) {
      if (!(cause instanceof StatementError)) throw cause;
      throw malformed([where, `Statement.${index}`], cause.message);
    }
  });
  return { statements, length: lengthOf(document) };
}

/** IAM does not count white space. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
function lengthOf(document: PolicyDocument | string): number {
  const text = typeof document === "string" ? document : JSON.stringify(document);
  return text.replace(/\s/g, "").length;
}

function json(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw malformed([where], `not JSON: ${cause instanceof Error ? cause.message : cause}`);
  }
}

function malformed(place: readonly string[], reason: string): AwsError {
  return new AwsError("MalformedPolicyDocument", `${place.join(", ")}: ${reason}`);
}

function compile(source: StatementSource, kind: PolicyKind, variables: boolean): Statement {
  const conditions = Object.entries(source.Condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => compileCondition(operator, key, values, variables)),
  );
  const common = { effect: source.Effect, coversAction: actionTest(source), conditions };
  if (kind === "trust") return trustStatement(source, common);
  if (kind === "identity") return identityStatement(source, common, variables);
  const { Principal: principal, ...rest } = source;
  return {
    ...identityStatement(rest, common, variables),
    principal: principals(principal),
  };
}

type Common = Omit<Statement, "coversResource" | "principal">;

function identityStatement(source: StatementSource, common: Common, variables: boolean): Statement {
  if (source.Principal !== undefined)
    throw new StatementError("Policy document should not specify a principal.");
  const { values, wanted } = either(source, "Resource");
  const patterns = values.map((resource) => {
    checkResource(resource);
    return new ResourcePattern(resource, { variables });
  });
  const coversResource: Statement["coversResource"] = (resource, context) =>
    patterns.some((pattern) => pattern.matches(resource, context)) === wanted;
  return { ...common, coversResource };
}

function trustStatement(source: StatementSource, common: Common): Statement {
  if (source.Resource !== undefined || source.NotResource !== undefined)
    throw new StatementError("Has prohibited field Resource");
  const actions = source.Action ?? source.NotAction ?? [];
  if (actions.some((action) => !/^sts:/i.test(action)))
    throw new StatementError("AssumeRole policy may only specify STS AssumeRole actions.");
  return { ...common, coversResource: () => true, principal: principals(source.Principal) };
}

function principals(source: StatementSource["Principal"]): PrincipalMatch {
  if (source === undefined) throw new StatementError("Missing required field Principal");
  const principal: PrincipalMatch =
    source === "*" ? { aws: ["*"], services: [] } : { aws: source.AWS ?? [], services: source.Service ?? [] };
  const wrong = principal.aws.find(
    (name) => !/^(\*|\d{12}|arn:aws[\w-]*:(iam|sts)::\d{12}:[^*?]+)$/.test(name),
  );
  if (wrong !== undefined) throw new StatementError(`Invalid principal in policy: "AWS":"${wrong}"`);
  return principal;
}

/** The values of `Action` or of `NotAction`; `wanted` is false for the latter. */
function either(source: StatementSource, name: "Action" | "Resource") {
  const values = source[name];
  const unwanted = source[`Not${name}`];
  if (values !== undefined && unwanted === undefined) return { values, wanted: true };
  if (values === undefined && unwanted !== undefined) return { values: unwanted, wanted: false };
  if (values === undefined) throw new StatementError(`Policy statement must contain ${name.toLowerCase()}s.`);
  throw new StatementError(`a statement has either ${name} or Not${name}`);
}

/** Throws StatementError in the words of IAM. */
function checkAction(action: string): void {
  if (action === "*" || /^[a-z0-9-]+:[\w*?]+$/i.test(action)) return;
  const [vendor = "", ...names] = action.split(":");
  if (names.length === 0)
    throw new StatementError("Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
  if (names.length > 1) throw new StatementError("Actions/Condition can contain only one colon.");
  if (!/^[a-z0-9-]+$/i.test(vendor)) throw new StatementError(`Vendor ${vendor} is not valid`);
  throw new StatementError(`the action "${action}" is not of the form service:Operation`);
}

function actionTest(source: StatementSource): Statement["coversAction"] {
  const { values, wanted } = either(source, "Action");
  const patterns = values.map((action) => {
    checkAction(action);
    return new Pattern(action.toLowerCase(), { variables: false });
  });
  const nothing = new RequestContext({});
  return (action) => patterns.some((pattern) => pattern.matches(action.toLowerCase(), nothing)) === wanted;
}
