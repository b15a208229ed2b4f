import { rejection, relativeCpuTime } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import type { PolicyStatement } from "../../host/identity/policy-document.ts";
import { account, both, ServedSts } from "./testing/served-sts.ts";

describe("AssumeRole", () => {
  let sts: ServedSts;
  beforeEach(async () => {
    sts = new ServedSts();
    await sts.start();
  });
  afterEach(() => sts.stop());

  const everyone: PolicyStatement = {
    ...{ Effect: "Allow", Principal: { AWS: "*" } },
    Action: [...both, "sts:SetSourceIdentity"],
  };

  // "The resulting session's permissions are the intersection of the role's identity-based policy and the session policies."
  // https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
  it("limits a session to the managed policies of PolicyArns", async () => {
    sts.role("tenant", everyone, { Effect: "Allow", Action: "s3:*", Resource: "*" });
    const arn = `${account}:policy/read`;
    const Statement = { Effect: "Allow", Action: ["s3:GetObject", "sns:Publish"], Resource: "*" };
    sts.identity.putPolicy(arn, { Version: "2012-10-17", Statement });
    const narrowed = await sts.session(sts.asWorker(), { PolicyArns: [{ arn }] });
    expect(sts.may(narrowed, "s3:GetObject", "s3:PutObject", "sns:Publish")).to.deep.equal([
      true,
      false,
      false,
    ]);
    const unknown = { PolicyArns: [{ arn: `${arn}-2` }] };
    expect(await rejection(sts.assume(sts.asWorker(), unknown))).to.include({ name: "ValidationError" });
  });

  // "You must have permissions to set the source identity": sts:SetSourceIdentity, in the caller's policies and in the trust policy.
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html
  it("sets a source identity if sts:SetSourceIdentity is allowed on both sides, and keeps it", async () => {
    const named = { SourceIdentity: "ann" };
    sts.role("tenant", { ...everyone, Action: both, Principal: { AWS: `${account}:root` } });
    sts.workerMay({});
    expect((await rejection(sts.assume(sts.asWorker(), named))).message).to.contain("sts:SetSourceIdentity");
    sts.role("tenant", { ...everyone, Principal: { AWS: `${account}:root` } });
    expect((await rejection(sts.assume(sts.asWorker(), named))).message).to.contain("sts:SetSourceIdentity");
    sts.workerMay({ Action: everyone.Action ?? [] });
    const first = await sts.assume(sts.asWorker(), named);
    expect(first.SourceIdentity).to.equal("ann");

    sts.role("next", everyone);
    const next = { RoleArn: `${account}:role/next` };
    const ann = sts.credentialsOf(first);
    const chained = await sts.assume(ann, next);
    expect(chained.SourceIdentity).to.equal("ann");
    expect(await rejection(sts.assume(ann, { ...next, SourceIdentity: "bob" }))).to.include({
      name: "AccessDenied",
    });
    sts.identity.putRolePolicy("next", "ann's", {
      Statement: {
        ...{ Effect: "Allow", Action: "s3:*", Resource: "*" },
        Condition: { StringEquals: { "aws:SourceIdentity": "ann" } },
      },
    });
    const plain = await sts.session(sts.asWorker(), next);
    expect(sts.may(sts.credentialsOf(chained), "s3:GetObject")).to.deep.equal([true]);
    expect(sts.may(plain, "s3:GetObject")).to.deep.equal([false]);
  });

  // "Permissions granted by a resource-based policy to an IAM role ARN are limited by an implicit deny in a session policy."
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
  it("refuses a role that trusts the caller's role if the caller's session policy is silent on sts", async () => {
    sts.role("tenant", everyone, { Effect: "Allow", Action: "*", Resource: "*" });
    sts.role("next", { ...everyone, Principal: { AWS: `${account}:role/tenant` } });
    const next = { RoleArn: `${account}:role/next` };
    const narrowed = (Action: string) =>
      JSON.stringify({ Version: "2012-10-17", Statement: { Effect: "Allow", Action, Resource: "*" } });
    const silent = await sts.session(sts.asWorker(), { Policy: narrowed("s3:*") });
    expect(await rejection(sts.assume(silent, next))).to.include({ name: "AccessDenied" });
    const speaking = await sts.session(sts.asWorker(), { Policy: narrowed("sts:AssumeRole") });
    await sts.assume(speaking, next);
    const session = "arn:aws:sts::000000000000:assumed-role/tenant/acme";
    sts.role("next", { ...everyone, Principal: { AWS: session } });
    await sts.assume(silent, next);
  });

  // "You cannot call AssumeRole by using AWS account root user credentials; access is denied."
  // https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
  it("refuses the account's root", async () => {
    sts.role("tenant", everyone);
    const error = await rejection(sts.assume(sts.identity.operator));
    expect(error).to.include({ name: "AccessDenied", message: "Roles may not be assumed by root accounts." });
  });

  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourceip
  it("decides by the client's address as aws:SourceIp", async () => {
    const from = (range: string) => ({ ...everyone, Condition: { IpAddress: { "aws:SourceIp": range } } });
    sts.role("tenant", from("203.0.113.0/24"));
    expect(await rejection(sts.assume(sts.asWorker()))).to.include({ name: "AccessDenied" });
    sts.role("tenant", from("127.0.0.0/8"));
    await sts.assume(sts.asWorker());
  });

  it("decides by the role's tags as aws:ResourceTag", async () => {
    const trust = { Version: "2012-10-17", Statement: everyone };
    sts.identity.putRole({ name: "tenant", arn: `${account}:role/tenant`, trust, tags: { kind: "tenant" } });
    const Condition = { StringEquals: { "aws:ResourceTag/kind": "tenant" } };
    sts.workerMay({ Effect: "Deny", Condition });
    expect(await rejection(sts.assume(sts.asWorker()))).to.include({ name: "AccessDenied" });
  });

  it("refuses 51 tags and 4,000 at once", async () => {
    sts.role("tenant", everyone);
    for (const count of [51, 4_000]) {
      const Tags = Array.from({ length: count }, (_, index) => ({ Key: `k${index}`, Value: "v" }));
      const assume = async () =>
        expect(await rejection(sts.assume(sts.asWorker(), { Tags }))).to.include({ name: "ValidationError" });
      // Signing included.
      expect(await relativeCpuTime(assume)).to.be.below(40);
    }
  });
});
