import { VirtualClock } from "@batchline/clock";
import { expect } from "chai";
import { Identity } from "./identity.ts";
import { parsePolicy } from "./parse-policy.ts";
import type { PolicyStatement } from "./policy-document.ts";

const account = "arn:aws:iam::000000000000";
const arn = `${account}:role/worker`;
const session = "arn:aws:sts::000000000000:assumed-role/worker/job";
const queue = "arn:aws:sqs:eu-central-1:000000000000:q";
const send = "sqs:SendMessage";
const boundary = `${account}:policy/boundary`;
const document = (Statement: PolicyStatement) => ({ Version: "2012-10-17", Statement });
const allow = { Effect: "Allow", Action: send, Resource: "*" };
const deny = { ...allow, Effect: "Deny" };
const other = { ...allow, Action: "s3:GetObject" };

/** What applies to a request: each with one statement. */
interface Case {
  readonly identity?: PolicyStatement;
  readonly boundary?: PolicyStatement;
  readonly session?: PolicyStatement;
  readonly resource?: PolicyStatement;
}

describe("the policies of a request", () => {
  let identity: Identity;
  beforeEach(() => {
    identity = new Identity({ region: "eu-central-1", clock: new VirtualClock(0) });
  });

  const decided = (given: Case): string => {
    if (given.boundary) identity.putPolicy(boundary, document(given.boundary));
    const trust = document({ Effect: "Allow", Action: "sts:AssumeRole", Principal: "*" });
    identity.putRole({ name: "worker", arn, trust, boundary: given.boundary && boundary });
    if (given.identity) identity.putRolePolicy("worker", "rights", document(given.identity));
    if (given.resource) identity.resourcePolicies.put(queue, document(given.resource));
    const sessionPolicies = given.session && [parsePolicy(document(given.session), "identity", "session")];
    const { principal } = identity.openSession("worker", "job", sessionPolicies && { sessionPolicies });
    const { decision, policyType } = identity.decide(principal, send, queue);
    return `${decision}: ${policyType}`;
  };
  const naming = (name: string, statement: PolicyStatement = allow) => ({
    ...statement,
    Principal: { AWS: name },
  });

  // https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
  for (const [sentence, given, expected] of [
    [
      "an entity's permissions boundary allows it to perform only the actions that are allowed by both its identity-based policies and its permissions boundaries",
      { identity: allow, boundary: other },
      "implicitDeny: permissions boundary",
    ],
    ["both allow", { identity: allow, boundary: allow }, "allowed: identity-based"],
    [
      "the permissions boundary does not provide permissions",
      { boundary: allow },
      "implicitDeny: identity-based",
    ],
    [
      "an explicit deny in any of these policies overrides the allow: boundary",
      { identity: allow, boundary: deny },
      "explicitDeny: permissions boundary",
    ],
    [
      "an explicit deny in any of these policies overrides the allow: session",
      { identity: allow, session: deny },
      "explicitDeny: session",
    ],
    [
      "an explicit deny in any of these policies overrides the allow: resource",
      { identity: allow, resource: naming("*", deny) },
      "explicitDeny: resource-based",
    ],
    [
      "the resulting session's permissions are the intersection of the identity-based policies and the session policies",
      { identity: allow, session: other },
      "implicitDeny: session",
    ],
    [
      "in the same account, a resource-based policy that names the role is enough",
      { resource: naming(arn) },
      "allowed: resource-based",
    ],
    [
      "permissions granted to an IAM role ARN are limited by an implicit deny in a permissions boundary",
      { resource: naming(arn), boundary: other },
      "implicitDeny: permissions boundary",
    ],
    [
      "permissions granted to an IAM role ARN are limited by an implicit deny in a session policy",
      { resource: naming(arn), session: other },
      "implicitDeny: session",
    ],
    [
      "permissions granted to a role session are not limited by an implicit deny in a boundary or session policy",
      { resource: naming(session), boundary: other, session: other },
      "allowed: resource-based",
    ],
    [
      "an explicit deny in a session policy overrides what is granted to the session",
      { resource: naming(session), session: deny },
      "explicitDeny: session",
    ],
    [
      "a principal that is the account delegates to identity-based policies",
      { resource: naming("000000000000") },
      "implicitDeny: identity-based",
    ],
    [
      "a statement that names another role does not apply",
      { resource: naming("arn:aws:iam::111122223333:role/worker") },
      "implicitDeny: identity-based",
    ],
  ] as const satisfies readonly (readonly [string, Case, string])[])
    it(`${sentence}: ${expected}`, () => {
      expect(decided(given)).to.equal(expected);
    });

  it("an explicit deny of a resource applies to the account's root, too", () => {
    const root = identity.lookup(identity.operator.accessKeyId, undefined);
    if (root.outcome !== "known") throw new Error("no operator");
    identity.resourcePolicies.put(queue, document(naming("*", deny)));
    expect(() => identity.authorise(root.principal, send, queue)).to.throw(
      "with an explicit deny in a resource-based policy",
    );
  });

  it("a bucket's policy applies to its objects", () => {
    identity.putRole({
      name: "worker",
      arn,
      trust: document({ Effect: "Deny", Action: "sts:*", Principal: "*" }),
    });
    identity.resourcePolicies.put(
      "arn:aws:s3:::shop",
      document({ ...naming(arn, other), Resource: "arn:aws:s3:::shop/public/*" }),
    );
    const { principal } = identity.openSession("worker", "job");
    const may = (object: string) => identity.refusal(principal, "s3:GetObject", object) === undefined;
    expect([
      may("arn:aws:s3:::shop/public/a"),
      may("arn:aws:s3:::shop/b"),
      may("arn:aws:s3:::shop-2/public/a"),
    ]).to.deep.equal([true, false, false]);
  });

  describe("condition keys", () => {
    const under = (Condition: NonNullable<PolicyStatement["Condition"]>, role: { tags?: object } = {}) => {
      const trust = document({ Effect: "Allow", Action: "sts:AssumeRole", Principal: "*" });
      identity.putRole({ name: "worker", arn, trust, tags: { ...role.tags } });
      identity.putRolePolicy("worker", "rights", document({ ...allow, Condition }));
      const { principal } = identity.openSession("worker", "job", { tags: { Plan: "gold" } });
      return identity.decide(principal, send, queue).decision;
    };

    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
    for (const [key, value] of [
      ["aws:PrincipalAccount", "000000000000"],
      ["aws:PrincipalIsAWSService", "false"],
      ["aws:ResourceAccount", "000000000000"],
      ["aws:TokenIssueTime", "1970-01-01T00:00:00.000Z"],
      ["aws:ViaAWSService", "false"],
      ["aws:MultiFactorAuthPresent", "false"],
    ] as const)
      it(`have ${key} in each request of a session`, () => {
        expect(under({ StringEquals: { [key]: value } })).to.equal("allowed");
      });

    it("have the role's tags as aws:PrincipalTag; a session's tag of the same key in any case replaces it", () => {
      const tags = { team: "shop", plan: "free" };
      const key = (name: string) => `aws:PrincipalTag/${name}`;
      expect(under({ StringEquals: { [key("Team")]: "shop", [key("plan")]: "gold" } }, { tags })).to.equal(
        "allowed",
      );
      expect(under({ StringEquals: { [key("plan")]: "free" } }, { tags })).to.equal("implicitDeny");
    });
  });
});
