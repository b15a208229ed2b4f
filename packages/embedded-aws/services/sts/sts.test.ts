import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { account, both, ServedSts } from "./testing/served-sts.ts";

const manyPolicies = Array.from({ length: 11 }, (_, index) => ({ arn: `${account}:policy/p${index}` }));
const tagged = { Tags: [{ Key: "tenant", Value: "acme" }] };

describe("sts", () => {
  let sts: ServedSts;
  beforeEach(async () => {
    sts = new ServedSts();
    await sts.start();
  });
  afterEach(() => sts.stop());

  it("assumes a role whose trust policy names the caller's role", async () => {
    sts.role("tenant", { Effect: "Allow", Action: both, Principal: { AWS: `${account}:role/worker` } });
    const assumed = await sts.assume(sts.asWorker(), tagged);
    expect(assumed.AssumedRoleUser?.Arn).to.equal("arn:aws:sts::000000000000:assumed-role/tenant/acme");
    const expiry = assumed.Credentials?.Expiration?.getTime();
    expect(expiry).to.be.within(Date.now() + 3_590_000, Date.now() + 3_600_000);
    const session = sts.credentialsOf(assumed);
    expect(sts.principal(session).tags).to.deep.equal({ tenant: "acme" });
    const { Arn } = await sts.client(session).send(new GetCallerIdentityCommand());
    expect(Arn).to.equal("arn:aws:sts::000000000000:assumed-role/tenant/acme");
  });

  it("checks the caller's own policies if the trust policy names the account", async () => {
    sts.role("tenant", { Effect: "Allow", Action: both, Principal: { AWS: `${account}:root` } });
    const error = await rejection(sts.assume(sts.asWorker()));
    expect(error.name).to.equal("AccessDenied");
    expect(error.message).to.equal(
      `User: arn:aws:sts::000000000000:assumed-role/worker/job-1 is not authorized to perform: sts:AssumeRole on resource: ${account}:role/tenant`,
    );
    sts.workerMay({});
    expect((await sts.assume(sts.asWorker())).Credentials).to.include.keys("AccessKeyId");
  });

  it("respects the caller's explicit deny even if the trust policy names it", async () => {
    sts.role("tenant", { Effect: "Allow", Action: both, Principal: { AWS: `${account}:role/worker` } });
    sts.workerMay({ Effect: "Deny" });
    expect((await rejection(sts.assume(sts.asWorker()))).name).to.equal("AccessDenied");
  });

  it("refuses tags unless sts:TagSession is allowed", async () => {
    sts.role("tenant", {
      Effect: "Allow",
      Action: "sts:AssumeRole",
      Principal: { AWS: `${account}:role/worker` },
    });
    expect((await rejection(sts.assume(sts.asWorker(), tagged))).message).to.contain("sts:TagSession");
    expect((await sts.assume(sts.asWorker())).Credentials).to.include.keys("AccessKeyId");
  });

  it("passes the tags to the trust policy's conditions", async () => {
    sts.role("tenant", {
      Effect: "Allow",
      Action: both,
      Principal: { AWS: `${account}:role/worker` },
      Condition: {
        StringLike: { "aws:RequestTag/tenant": "?*" },
        "ForAllValues:StringEquals": { "aws:TagKeys": ["tenant"] },
      },
    });
    expect((await rejection(sts.assume(sts.asWorker()))).name).to.equal("AccessDenied");
    expect((await sts.assume(sts.asWorker(), tagged)).Credentials).to.include.keys("AccessKeyId");
    const more = { Tags: [...tagged.Tags, { Key: "plan", Value: "gold" }] };
    expect((await rejection(sts.assume(sts.asWorker(), more))).name).to.equal("AccessDenied");
  });

  it("refuses an unknown role like one that may not be assumed", async () => {
    sts.workerMay({ Resource: "*" });
    expect(
      (await rejection(sts.assume(sts.asWorker(), { RoleArn: `${account}:role/nobody` }))).name,
    ).to.equal("AccessDenied");
  });

  it("does not apply trust in a service to a caller", async () => {
    sts.workerMay({ Resource: "*" });
    expect(
      (await rejection(sts.assume(sts.asWorker(), { RoleArn: `${account}:role/worker` }))).name,
    ).to.equal("AccessDenied");
    expect(sts.identity.serviceMayAssume(`${account}:role/worker`, "ecs-tasks.amazonaws.com")).to.equal(true);
    expect(sts.identity.serviceMayAssume(`${account}:role/worker`, "lambda.amazonaws.com")).to.equal(false);
  });

  it("passes transitive tags on, and refuses to replace them", async () => {
    sts.role("tenant", { Effect: "Allow", Action: both, Principal: { AWS: "*" } });
    sts.role("next", { Effect: "Allow", Action: both, Principal: { AWS: "*" } });
    const first = await sts.session(sts.asWorker(), { ...tagged, TransitiveTagKeys: ["tenant"] });
    const second = await sts.session(first, { RoleArn: `${account}:role/next` });
    expect(sts.principal(second).tags).to.deep.equal({ tenant: "acme" });
    const other = { RoleArn: `${account}:role/next`, Tags: [{ Key: "tenant", Value: "other" }] };
    expect((await rejection(sts.assume(first, other))).name).to.equal("InvalidParameterValue");
  });

  it("takes tags with names of JavaScript, and none of AWS's own", async () => {
    sts.role("tenant", { Effect: "Allow", Action: both, Principal: { AWS: "*" } });
    const tag = (Key: string) => ({ Tags: [{ Key, Value: "v" }] });
    const session = await sts.session(sts.asWorker(), tag("constructor"));
    expect(sts.principal(session).tags).to.deep.equal({ constructor: "v" });
    const unset = { ...tag("a"), TransitiveTagKeys: ["toString"] };
    for (const input of [tag("aws:user"), unset])
      expect(await rejection(sts.assume(sts.asWorker(), input))).to.include({
        name: "InvalidParameterValue",
      });
  });

  it("limits a session to the policy of the call", async () => {
    sts.role(
      "tenant",
      { Effect: "Allow", Action: both, Principal: { AWS: "*" } },
      { Effect: "Allow", Action: "s3:*", Resource: "*" },
    );
    const Policy = JSON.stringify({
      Version: "2012-10-17",
      Statement: { Effect: "Allow", Action: "s3:GetObject", Resource: "*" },
    });
    const principal = sts.principal(await sts.session(sts.asWorker(), { Policy }));
    sts.identity.authorise(principal, "s3:GetObject", "arn:aws:s3:::b/k");
    expect(() => sts.identity.authorise(principal, "s3:PutObject", "arn:aws:s3:::b/k")).to.throw(
      "because no session policy allows the s3:PutObject action",
    );
  });

  for (const [what, input, message] of [
    ["a session shorter than 15 minutes", { DurationSeconds: 60 }, "durationSeconds"],
    ["a chained session longer than an hour", { DurationSeconds: 7200 }, "role chaining"],
    ["a session name with a slash", { RoleSessionName: "a/b" }, "roleSessionName"],
    // "The plaintext that you use for both inline and managed session policies can't exceed 2,048 characters."
    ["a session policy of 2,049 characters", { Policy: "{".padEnd(2049) }, "less than or equal to 2048"],
    ["11 managed policies", { PolicyArns: manyPolicies }, "'policyArns' failed to satisfy"],
    ["a role that is no role", { RoleArn: "arn:aws:s3:::some-bucket" }, "is invalid"],
  ] as const) {
    it(`refuses ${what}`, async () => {
      sts.role("tenant", { Effect: "Allow", Action: both, Principal: { AWS: "*" } });
      const error = await rejection(sts.assume(sts.asWorker(), input));
      expect(error.name).to.equal("ValidationError");
      expect(error.message).to.contain(message);
    });
  }
});
