import { VirtualClock } from "@batchline/clock";
import { expect } from "chai";
import { Identity } from "./identity.ts";

const arn = "arn:aws:iam::000000000000:role/worker";
const read = "arn:aws:iam::000000000000:policy/read";
const trust = {
  Statement: { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "ecs-tasks.amazonaws.com" } },
};
const allowing = (Action: string) => ({ Statement: { Effect: "Allow", Action, Resource: "*" } });

describe("roles and their policies", () => {
  let identity: Identity;
  beforeEach(() => {
    identity = new Identity({ clock: new VirtualClock(Date.UTC(2026, 0, 1)) });
    identity.putRole({ name: "worker", arn, trust });
  });

  const session = () => {
    const { credentials, principal } = identity.openSession(arn, "job");
    const outcome = () => identity.lookup(credentials.accessKeyId, credentials.sessionToken).outcome;
    const may = (action: string) => identity.refusal(principal, action, "*") === undefined;
    return { outcome, may };
  };
  const refusalOf = (work: () => void) => {
    try {
      work();
    } catch (error) {
      if (error instanceof Error && "code" in error) return [error.code, error.message];
    }
    return [];
  };

  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html: "IAM doesn't count white space".
  it("refuses longer policies than IAM, without white space, and an eleventh managed policy", () => {
    const long = (length: number, more: object = {}) => {
      const text = (Sid: string) =>
        JSON.stringify({ Statement: { Sid, Effect: "Allow", Action: "*", Resource: "*", ...more } });
      return text("a".repeat(length - text("").length));
    };
    identity.putRolePolicy("worker", "a", long(10_000));
    identity.putRolePolicy("worker", "a", `${long(10_000)}${" ".repeat(1000)}`);
    expect(refusalOf(() => identity.putRolePolicy("worker", "b", long(241)))).to.deep.equal([
      "LimitExceeded",
      "Maximum policy size of 10240 bytes exceeded for role worker",
    ]);
    identity.putPolicy(read, long(6144));
    expect(refusalOf(() => identity.putPolicy(read, long(6145)))).to.deep.equal([
      "LimitExceeded",
      "Cannot exceed quota for PolicySize: 6144",
    ]);
    const trusting = (length: number) =>
      long(length, { Resource: undefined, Action: "sts:AssumeRole", Principal: "*" });
    identity.putRole({ name: "worker", arn, trust: trusting(2048) });
    expect(refusalOf(() => identity.putRole({ name: "worker", arn, trust: trusting(2049) }))).to.deep.equal([
      "LimitExceeded",
      "Cannot exceed quota for ACLSizePerRole: 2048",
    ]);
    for (let index = 0; index < 10; index++)
      identity.attachPolicy("worker", `arn:aws:iam::aws:policy/P${index}`);
    expect(refusalOf(() => identity.attachPolicy("worker", read))).to.deep.equal([
      "LimitExceeded",
      "Cannot exceed quota for PoliciesPerRole: 10",
    ]);
  });

  it("ends the sessions of a deleted role, also when the role is created again", () => {
    const old = session();
    expect(old.outcome()).to.equal("known");
    identity.deleteRole("worker");
    expect(old.outcome()).to.equal("unknownKey");
    expect(() => session()).to.throw("cannot be found");
    identity.putRole({ name: "worker", arn, trust });
    expect(old.outcome()).to.equal("unknownKey");
    expect(session().outcome()).to.equal("known");
  });

  // "If you delete the role … the trust relationship is broken": https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-roles
  it("trusts a role that exists, and not another one of its name", () => {
    const names = { Effect: "Allow", Action: "sts:AssumeRole", Principal: { AWS: arn } };
    const next = { name: "next", arn: "arn:aws:iam::000000000000:role/next", trust: { Statement: names } };
    const mayAssume = () => {
      const { trust: resource } = identity.role("next");
      const { principal } = identity.openSession(arn, "job");
      const by = { resource, resourceMustAllow: true };
      return identity.decide(principal, "sts:AssumeRole", next.arn, {}, by).decision;
    };
    identity.putRole(next);
    expect(mayAssume()).to.equal("allowed");
    identity.deleteRole("worker");
    expect(refusalOf(() => identity.putRole(next))).to.deep.equal([
      "MalformedPolicyDocument",
      `Invalid principal in policy: "AWS":"${arn}"`,
    ]);
    identity.putRole({ name: "worker", arn, trust });
    expect(mayAssume()).to.equal("implicitDeny");
    identity.putRole(next);
    expect(mayAssume()).to.equal("allowed");
  });

  // https://docs.aws.amazon.com/step-functions/latest/dg/procedure-create-iam-role.html#prevent-cross-service-confused-deputy
  it("trusts a service for some of its resources", () => {
    const statement = {
      ...trust.Statement,
      Condition: { ArnLike: { "aws:SourceArn": "arn:aws:states:*:000000000000:stateMachine:*" } },
    };
    identity.putRole({ name: "worker", arn, trust: { Statement: statement } });
    const may = (source?: string) => identity.serviceMayAssume(arn, "ecs-tasks.amazonaws.com", source);
    const machine = "arn:aws:states:eu-central-1:000000000000:stateMachine:m";
    expect([may(machine), may("arn:aws:states:eu-central-1:000000000000:activity:a"), may()]).to.deep.equal([
      true,
      false,
      false,
    ]);
  });

  it("lets a session of a role do nothing once the role is deleted", () => {
    identity.putRolePolicy("worker", "inline", allowing("s3:*"));
    const { may } = session();
    identity.deleteRolePolicy("worker", "inline");
    identity.deleteRole("worker");
    expect(may("s3:GetObject")).to.equal(false);
  });

  it("takes rights away at once", () => {
    identity.putRolePolicy("worker", "inline", allowing("s3:GetObject"));
    identity.putPolicy(read, allowing("s3:ListBucket"));
    identity.attachPolicy("worker", read);
    const { may } = session();
    expect([may("s3:GetObject"), may("s3:ListBucket")]).to.deep.equal([true, true]);
    identity.deleteRolePolicy("worker", "inline");
    identity.detachPolicy("worker", read);
    expect([may("s3:GetObject"), may("s3:ListBucket")]).to.deep.equal([false, false]);
  });

  it("applies a changed managed policy where it is attached", () => {
    identity.putPolicy(read, allowing("s3:GetObject"));
    identity.attachPolicy("worker", read);
    const { may } = session();
    identity.putPolicy(read, allowing("s3:ListBucket"));
    expect([may("s3:GetObject"), may("s3:ListBucket")]).to.deep.equal([false, true]);
  });

  it("refuses to delete a role that has policies, and a policy that a role has", () => {
    identity.putPolicy(read, allowing("s3:GetObject"));
    identity.attachPolicy("worker", read);
    identity.putRolePolicy("worker", "inline", allowing("s3:GetObject"));
    const deleteRole = () => identity.deleteRole("worker");
    expect(refusalOf(deleteRole)).to.deep.equal([
      "DeleteConflict",
      "Cannot delete entity, must detach all policies first.",
    ]);
    expect(refusalOf(() => identity.deletePolicy(read))).to.deep.equal([
      "DeleteConflict",
      "Cannot delete a policy attached to entities.",
    ]);
    identity.detachPolicy("worker", read);
    identity.deletePolicy(read);
    expect(refusalOf(deleteRole)).to.deep.equal([
      "DeleteConflict",
      "Cannot delete entity, must delete policies first.",
    ]);
  });

  it("refuses to attach a policy that the account does not have", () => {
    expect(refusalOf(() => identity.attachPolicy("worker", read))).to.deep.equal([
      "NoSuchEntity",
      `Policy ${read} does not exist or is not attachable.`,
    ]);
  });

  it("refuses to remove what does not exist", () => {
    for (const work of [
      () => identity.deleteRole("nobody"),
      () => identity.deleteRolePolicy("worker", "inline"),
      () => identity.detachPolicy("worker", read),
      () => identity.deletePolicy(read),
    ])
      expect(refusalOf(work)[0]).to.equal("NoSuchEntity");
  });
});
