import { VirtualClock } from "@batchline/clock";
import { expect } from "chai";
import { Identity } from "./identity.ts";

const arn = "arn:aws:iam::000000000000:role/worker";
const trust = {
  Statement: { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "ecs-tasks.amazonaws.com" } },
};

describe("identity", () => {
  let clock: VirtualClock;
  let identity: Identity;
  beforeEach(() => {
    clock = new VirtualClock(Date.UTC(2026, 0, 1));
    identity = new Identity({ region: "eu-west-1", clock });
    identity.putRole({ name: "worker", arn, trust });
  });

  const lookedUp = (accessKeyId: string, sessionToken?: string) => {
    const found = identity.lookup(accessKeyId, sessionToken);
    if (found.outcome !== "known") throw new Error(`the credentials are not known: ${found.outcome}`);
    return found.principal;
  };
  const principal = (tags = {}) => {
    const { accessKeyId, sessionToken } = identity.credentialsFor(arn, "job 1/2", tags);
    return lookedUp(accessKeyId, sessionToken);
  };
  const allow = (action: string, resource = "*") =>
    identity.putRolePolicy("worker", action, {
      Version: "2012-10-17",
      Statement: { Effect: "Allow", Action: action, Resource: resource },
    });

  it("changes a session's name to fit the rules of STS", () => {
    expect(principal().arn).to.equal("arn:aws:sts::000000000000:assumed-role/worker/job-1-2");
  });

  it("lets the operator do everything", () => {
    const operator = lookedUp(identity.operator.accessKeyId);
    identity.authorise(operator, "s3:DeleteBucket", "arn:aws:s3:::shop");
  });

  it("ends a session after one hour", () => {
    const { accessKeyId, sessionToken, expiration } = identity.credentialsFor(arn, "job");
    expect(expiration).to.equal("2026-01-01T01:00:00.000Z");
    clock.after(3_599_999, () => {});
    clock.step();
    expect(identity.lookup(accessKeyId, sessionToken).outcome).to.equal("known");
    clock.after(1, () => {});
    clock.step();
    expect(identity.lookup(accessKeyId, sessionToken).outcome).to.equal("expired");
  });

  it("applies a policy at once", () => {
    const session = principal();
    expect(() => identity.authorise(session, "s3:GetObject", "arn:aws:s3:::shop/k")).to.throw();
    allow("s3:GetObject", "arn:aws:s3:::shop/*");
    identity.authorise(session, "s3:GetObject", "arn:aws:s3:::shop/k");
  });

  it("words a refusal as AWS does", () => {
    const refusal = (action: string, resource: string) => {
      try {
        identity.authorise(principal(), action, resource);
      } catch (error) {
        if (error instanceof Error && "code" in error && "status" in error)
          return [error.code, error.status, error.message];
      }
      return [];
    };
    const who = "User: arn:aws:sts::000000000000:assumed-role/worker/job-1-2 is not authorized to perform:";
    expect(refusal("s3:GetObject", "arn:aws:s3:::shop/k")).to.deep.equal([
      "AccessDeniedException",
      403,
      `${who} s3:GetObject on resource: arn:aws:s3:::shop/k because no identity-based policy allows the s3:GetObject action`,
    ]);
    identity.putRolePolicy("worker", "deny", { Statement: { Effect: "Deny", Action: "*", Resource: "*" } });
    expect(refusal("batch:SubmitJob", "*")[2]).to.equal(
      `${who} batch:SubmitJob on resource: * with an explicit deny in an identity-based policy`,
    );
  });

  it("keeps the newest thousand denials", () => {
    const session = principal();
    for (let index = 0; index < 1005; index++) {
      expect(() => identity.authorise(session, "s3:GetObject", `arn:aws:s3:::shop/${index}`)).to.throw();
    }
    expect(identity.denials).to.have.length(1000);
    expect(identity.denials[0]).to.include({
      at: "2026-01-01T00:00:00.000Z",
      action: "s3:GetObject",
      resource: "arn:aws:s3:::shop/5",
    });
  });

  it("uses the role's ARN and the region as condition keys", () => {
    const Condition = {
      ArnEquals: { "aws:PrincipalArn": arn },
      StringEquals: { "aws:RequestedRegion": "eu-west-1" },
    };
    identity.putRolePolicy("worker", "p", {
      Statement: { Effect: "Allow", Action: "sts:*", Resource: "*", Condition },
    });
    identity.authorise(principal(), "sts:AssumeRole", arn);
  });

  it("attaches AWS-managed policies, and returns false for unknown ones", () => {
    const basic = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";
    expect(identity.attachPolicy("worker", basic)).to.equal(true);
    identity.authorise(principal(), "logs:PutLogEvents", "*");
    expect(identity.attachPolicy("worker", "arn:aws:iam::aws:policy/AmazonS3FullAccess")).to.equal(false);
    expect(() => identity.authorise(principal(), "s3:GetObject", "*")).to.throw();
  });

  it("keeps a role's policies when its trust policy is replaced", () => {
    allow("s3:GetObject");
    identity.putRole({
      name: "worker",
      arn,
      trust: { Statement: { Effect: "Allow", Action: "sts:AssumeRole", Principal: "*" } },
    });
    identity.authorise(principal(), "s3:GetObject", "*");
    expect(identity.serviceMayAssume(arn, "lambda.amazonaws.com")).to.equal(true);
  });

  it("refuses a role that does not exist", () => {
    expect(() => identity.credentialsFor("arn:aws:iam::000000000000:role/nobody", "s")).to.throw(
      "cannot be found",
    );
    expect(() => identity.putRolePolicy("nobody", "p", { Statement: [] })).to.throw("cannot be found");
  });
});
