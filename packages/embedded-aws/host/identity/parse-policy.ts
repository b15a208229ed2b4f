import { AwsError } from "../gateway/aws-error.ts";
import { ArnPattern } from "./arn-pattern.ts";
import { type Condition, compileCondition } from "./condition.ts";
import type { Policy } from "./policy.ts";
import type { PolicyDocument } from "./policy-document.ts";
import { DocumentSource, type StatementSource } from "./policy-grammar.ts";
import type { PrincipalMatch, Statement } from "./statement.ts";

/** `identity`: what a role may do. `trust`: who may assume it. */
export type PolicyKind = "identity" | "trust";

/**
 * Checks and compiles a policy given as an object or as JSON. `where` names it in errors, for example `role x, policy y`.
 * Throws MalformedPolicyDocument for whatever IAM would refuse, and for what the embedded AWS cannot enforce: a policy that
 * is only half understood would allow here what AWS denies.
 */
export function parsePolicy(document: PolicyDocument | string, kind: PolicyKind, where: string): Policy {
  const source = DocumentSource.safeParse(typeof document === "string" ? json(document, where) : document);
  if (!source.success) {
    const [issue] = source.error.issues;
    throw malformed(where, issue?.path.join(".") ?? "", issue?.message ?? "not a policy");
  }
  const variables = source.data.Version === "2012-10-17";
  const statements = source.data.Statement.map((statement, index) => {
    try {
      return compile(statement, kind, variables);
    } catch (cause) {
      if (!(cause instanceof RangeError)) throw cause;
      throw malformed(where, `Statement.${index}`, cause.message);
    }
  });
  return { statements };
}

function json(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw malformed(where, "", `not JSON: ${cause instanceof Error ? cause.message : cause}`);
  }
}

function malformed(where: string, path: string, reason: string): AwsError {
  return new AwsError("MalformedPolicyDocument", `${[where, path].filter(Boolean).join(", ")}: ${reason}`);
}

function compile(source: StatementSource, kind: PolicyKind, variables: boolean): Statement {
  if ((source.Action === undefined) === (source.NotAction === undefined)) {
    throw new RangeError("a statement has either Action or NotAction");
  }
  const conditions = Object.entries(source.Condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => compileCondition(operator, key, values, variables)),
  );
  const common = { effect: source.Effect, coversAction: actionTest(source), conditions };
  return kind === "identity" ? identityStatement(source, common, variables) : trustStatement(source, common);
}

interface Common {
  readonly effect: "Allow" | "Deny";
  readonly coversAction: Statement["coversAction"];
  readonly conditions: readonly Condition[];
}

function identityStatement(source: StatementSource, common: Common, variables: boolean): Statement {
  if (source.Principal !== undefined) throw new RangeError("a role's own policy does not name a Principal");
  if ((source.Resource === undefined) === (source.NotResource === undefined)) {
    throw new RangeError("a statement has either Resource or NotResource");
  }
  const patterns = (source.Resource ?? source.NotResource ?? []).map((resource) => {
    if (resource !== "*" && !/^arn:|^\*/.test(resource)) {
      throw new RangeError(`the resource "${resource}" is neither an ARN nor "*"`);
    }
    return new ArnPattern(resource, { variables });
  });
  const wanted = source.NotResource === undefined;
  return {
    ...common,
    coversResource: (resource, context) =>
      patterns.some((pattern) => pattern.matches(resource, context)) === wanted,
  };
}

function trustStatement(source: StatementSource, common: Common): Statement {
  if (source.Resource !== undefined || source.NotResource !== undefined) {
    throw new RangeError("a trust policy has no Resource");
  }
  if (source.Principal === undefined) throw new RangeError("a trust policy names a Principal");
  const principal: PrincipalMatch =
    source.Principal === "*"
      ? { aws: ["*"], services: [] }
      : { aws: source.Principal.AWS ?? [], services: source.Principal.Service ?? [] };
  const wrong = principal.aws.find((name) => !/^(\*|\d{12}|arn:aws[\w-]*:(iam|sts)::\d{12}:.+)$/.test(name));
  if (wrong !== undefined) {
    throw new RangeError(`the principal "${wrong}" is neither "*", an account id nor an IAM or STS ARN`);
  }
  return { ...common, coversResource: () => true, principal };
}

function actionTest(source: StatementSource): Statement["coversAction"] {
  const patterns = (source.Action ?? source.NotAction ?? []).map((action) => {
    if (action !== "*" && !/^[a-z0-9-]+:[\w*?]+$/i.test(action)) {
      throw new RangeError(`the action "${action}" is not of the form service:Operation`);
    }
    return new RegExp(`^${action.replace(/\*/g, ".*").replace(/\?/g, ".")}$`, "i");
  });
  const wanted = source.NotAction === undefined;
  return (action) => patterns.some((pattern) => pattern.test(action)) === wanted;
}
