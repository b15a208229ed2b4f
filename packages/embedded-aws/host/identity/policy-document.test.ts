import { expect } from "chai";
import { parsePolicy } from "./parse-policy.ts";

const allow = { Effect: "Allow", Action: "*", Resource: "*" };

describe("policy documents", () => {
  const refusal = (document: unknown, kind: "identity" | "trust" = "identity") => {
    try {
      parsePolicy(JSON.stringify(document), kind, "policy p of role r");
    } catch (error) {
      if (error instanceof Error && "code" in error) return `${error.code}: ${error.message}`;
      throw error;
    }
    return "accepted";
  };
  const statement = (change: object) => ({
    Version: "2012-10-17",
    Statement: [allow, { ...allow, ...change }],
  });

  for (const [what, document, message] of [
    [
      "an unknown effect",
      statement({ Effect: "allow" }),
      'policy p of role r, Statement.1.Effect: Invalid option: expected one of "Allow"|"Deny"',
    ],
    [
      "an unknown element",
      statement({ Resources: "*" }),
      'policy p of role r, Statement.1: Unrecognized key: "Resources"',
    ],
    [
      "no action",
      statement({ Action: undefined }),
      "policy p of role r, Statement.1: Policy statement must contain actions.",
    ],
    [
      "both Resource and NotResource",
      statement({ NotResource: "*" }),
      "policy p of role r, Statement.1: a statement has either Resource or NotResource",
    ],
    [
      "an action without a service",
      statement({ Action: "GetObject" }),
      "policy p of role r, Statement.1: Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
    ],
    [
      "a resource that is no ARN",
      statement({ Resource: "shop/*" }),
      'policy p of role r, Statement.1: Resource shop/* must be in ARN format or "*".',
    ],
    [
      "a resource that starts with a star",
      statement({ Resource: "*/secret" }),
      'policy p of role r, Statement.1: Resource */secret must be in ARN format or "*".',
    ],
    [
      "a wildcard for the partition",
      statement({ NotResource: "arn:*", Resource: undefined }),
      'policy p of role r, Statement.1: Partition "*" is not valid for resource "arn:*:*:*:*:*".',
    ],
    [
      "a wildcard for the service",
      statement({ Resource: "arn:aws:s*:::shop" }),
      "policy p of role r, Statement.1: Resource vendor must be fully qualified and cannot contain regexes.",
    ],
    [
      "a bucket with a region",
      statement({ Resource: "arn:aws:s3:eu-west-1::shop" }),
      "policy p of role r, Statement.1: Resource arn:aws:s3:eu-west-1::shop can not contain region information.",
    ],
    [
      "a role without its path",
      statement({ Resource: "arn:aws:iam::000000000000:worker" }),
      /^MalformedPolicyDocument: policy p of role r, Statement.1: IAM resource path must either be "\*" or start with user\//,
    ],
    [
      "two colons in an action",
      statement({ Action: "s3:Get:Object" }),
      "policy p of role r, Statement.1: Actions/Condition can contain only one colon.",
    ],
    [
      "a Sid twice",
      { Version: "2012-10-17", Statement: [{ ...allow, Sid: "A" }, allow, { ...allow, Sid: "A" }] },
      "policy p of role r: Statement IDs (SID) in a single policy must be unique.",
    ],
    [
      "a principal",
      statement({ Principal: "*" }),
      "policy p of role r, Statement.1: Policy document should not specify a principal.",
    ],
    [
      "a number that is none",
      statement({ Condition: { NumericEquals: { "s3:max-keys": "x" } } }),
      'policy p of role r, Statement.1: NumericEquals s3:max-keys cannot be compared with "x"',
    ],
    [
      "a range of addresses that is none",
      statement({ Condition: { IpAddress: { "aws:SourceIp": "10.0.0.0/33" } } }),
      'policy p of role r, Statement.1: IpAddress aws:SourceIp cannot be compared with "10.0.0.0/33"',
    ],
    [
      "a version that is none",
      { Version: "2012", Statement: allow },
      'policy p of role r, Version: Invalid option: expected one of "2012-10-17"|"2008-10-17"',
    ],
    [
      "no statement",
      { Version: "2012-10-17" },
      "policy p of role r, Statement: Invalid input: expected array, received undefined",
    ],
  ] as const) {
    it(`are refused with ${what}`, () => {
      if (typeof message === "string")
        expect(refusal(document)).to.equal(`MalformedPolicyDocument: ${message}`);
      else expect(refusal(document)).to.match(message);
    });
  }

  it("are refused with an unknown condition operator; the error lists the known ones", () => {
    expect(refusal(statement({ Condition: { IpAdress: { "aws:SourceIp": "10.0.0.0/8" } } }))).to.match(
      /does not know the condition operator "IpAdress"; it has Null, StringEquals, /,
    );
  });

  it("are refused if they are not JSON", () => {
    expect(() => parsePolicy("{", "identity", "policy p")).to.throw(/^policy p: not JSON: /);
  });

  it("trust policies: need a principal and no resource", () => {
    const trust = { Effect: "Allow", Action: "sts:AssumeRole" };
    expect(refusal({ Statement: trust }, "trust")).to.contain("Missing required field Principal");
    expect(refusal({ Statement: { ...trust, Principal: { AWS: "bob" } } }, "trust")).to.contain(
      'Invalid principal in policy: "AWS":"bob"',
    );
    expect(refusal({ Statement: { ...trust, Principal: "*", Resource: "*" } }, "trust")).to.contain(
      "Has prohibited field Resource",
    );
    expect(refusal({ Statement: { ...trust, Action: "*", Principal: "*" } }, "trust")).to.contain(
      "AssumeRole policy may only specify STS AssumeRole actions.",
    );
    expect(
      refusal({ Statement: { ...trust, Principal: { AWS: "arn:aws:iam::000000000000:role/*" } } }, "trust"),
    ).to.contain("Invalid principal");
    expect(
      refusal({ Statement: { ...trust, Principal: { Service: ["a.amazonaws.com"] } } }, "trust"),
    ).to.equal("accepted");
  });
});
