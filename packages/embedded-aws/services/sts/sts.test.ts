import {
  AssumeRoleCommand,
  type AssumeRoleCommandInput,
  GetCallerIdentityCommand,
  STSClient,
} from "@aws-sdk/client-sts";
import { realClock } from "@batchline/clock";
import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { type Gateway, startGateway } from "../../host/gateway/server.ts";
import { Identity } from "../../host/identity/identity.ts";
import type { PolicyStatement } from "../../host/identity/policy-document.ts";
import type { Credentials, LongTermCredentials } from "../../host/identity/principal.ts";
import { clientFor, principalOf } from "../../testing/client.ts";
import { stsService } from "./index.ts";

const account = "arn:aws:iam::000000000000";
const manyPolicies = Array.from({ length: 11 }, (_, index) => ({ arn: `${account}:policy/p${index}` }));
const both = ["sts:AssumeRole", "sts:TagSession"];

describe("sts", () => {
  let identity: Identity;
  let gateway: Gateway;

  beforeEach(async () => {
    identity = new Identity({ clock: realClock });
    gateway = await startGateway({ identity, services: [stsService(identity)] });
    role("worker", { Effect: "Allow", Action: both, Principal: { Service: "ecs-tasks.amazonaws.com" } });
  });
  afterEach(() => gateway.stop());

  const role = (name: string, trust: PolicyStatement, allowed?: PolicyStatement) => {
    identity.putRole({
      name,
      arn: `${account}:role/${name}`,
      trust: { Version: "2012-10-17", Statement: trust },
    });
    if (allowed) identity.putRolePolicy(name, "rights", { Version: "2012-10-17", Statement: allowed });
  };
  const workerMay = (statement: Partial<PolicyStatement>) =>
    identity.putRolePolicy("worker", "assume", {
      Version: "2012-10-17",
      Statement: { Effect: "Allow", Action: both, Resource: `${account}:role/tenant`, ...statement },
    });
  const asWorker = () => identity.credentialsFor(`${account}:role/worker`, "job-1");
  const assume = (as: LongTermCredentials, input: Partial<AssumeRoleCommandInput> = {}) =>
    new STSClient(clientFor(gateway.endpoint, as)).send(
      new AssumeRoleCommand({ RoleArn: `${account}:role/tenant`, RoleSessionName: "acme", ...input }),
    );
  const tagged = { Tags: [{ Key: "tenant", Value: "acme" }] };

  it("assumes a role whose trust policy names the caller's role", async () => {
    role("tenant", { Effect: "Allow", Action: both, Principal: { AWS: `${account}:role/worker` } });
    const { Credentials, AssumedRoleUser } = await assume(asWorker(), tagged);
    expect(AssumedRoleUser?.Arn).to.equal("arn:aws:sts::000000000000:assumed-role/tenant/acme");
    expect(Credentials?.Expiration?.getTime()).to.be.within(Date.now() + 3_590_000, Date.now() + 3_600_000);
    const principal = principalOf(identity, Credentials?.AccessKeyId ?? "", Credentials?.SessionToken);
    expect(principal?.tags).to.deep.equal({ tenant: "acme" });
    const { Arn } = await new STSClient(
      clientFor(gateway.endpoint, {
        accessKeyId: Credentials?.AccessKeyId ?? "",
        secretAccessKey: Credentials?.SecretAccessKey ?? "",
        sessionToken: Credentials?.SessionToken ?? "",
        expiration: "",
      }),
    ).send(new GetCallerIdentityCommand());
    expect(Arn).to.equal("arn:aws:sts::000000000000:assumed-role/tenant/acme");
  });

  it("checks the caller's own policies if the trust policy names the account", async () => {
    role("tenant", { Effect: "Allow", Action: both, Principal: { AWS: `${account}:root` } });
    const error = await rejection(assume(asWorker()));
    expect(error.name).to.equal("AccessDenied");
    expect(error.message).to.equal(
      `User: arn:aws:sts::000000000000:assumed-role/worker/job-1 is not authorized to perform: sts:AssumeRole on resource: ${account}:role/tenant`,
    );
    workerMay({});
    expect((await assume(asWorker())).Credentials).to.include.keys("AccessKeyId");
  });

  it("respects the caller's explicit deny even if the trust policy names it", async () => {
    role("tenant", { Effect: "Allow", Action: both, Principal: { AWS: `${account}:role/worker` } });
    workerMay({ Effect: "Deny" });
    expect((await rejection(assume(asWorker()))).name).to.equal("AccessDenied");
  });

  it("refuses tags unless sts:TagSession is allowed", async () => {
    role("tenant", {
      Effect: "Allow",
      Action: "sts:AssumeRole",
      Principal: { AWS: `${account}:role/worker` },
    });
    expect((await rejection(assume(asWorker(), tagged))).message).to.contain("sts:TagSession");
    expect((await assume(asWorker())).Credentials).to.include.keys("AccessKeyId");
  });

  it("passes the tags to the trust policy's conditions", async () => {
    role("tenant", {
      Effect: "Allow",
      Action: both,
      Principal: { AWS: `${account}:role/worker` },
      Condition: {
        StringLike: { "aws:RequestTag/tenant": "?*" },
        "ForAllValues:StringEquals": { "aws:TagKeys": ["tenant"] },
      },
    });
    expect((await rejection(assume(asWorker()))).name).to.equal("AccessDenied");
    expect((await assume(asWorker(), tagged)).Credentials).to.include.keys("AccessKeyId");
    const more = { Tags: [...tagged.Tags, { Key: "plan", Value: "gold" }] };
    expect((await rejection(assume(asWorker(), more))).name).to.equal("AccessDenied");
  });

  it("refuses an unknown role like one that may not be assumed", async () => {
    workerMay({ Resource: "*" });
    expect((await rejection(assume(asWorker(), { RoleArn: `${account}:role/nobody` }))).name).to.equal(
      "AccessDenied",
    );
  });

  it("does not apply trust in a service to a caller", async () => {
    workerMay({ Resource: "*" });
    expect((await rejection(assume(asWorker(), { RoleArn: `${account}:role/worker` }))).name).to.equal(
      "AccessDenied",
    );
    expect(identity.serviceMayAssume(`${account}:role/worker`, "ecs-tasks.amazonaws.com")).to.equal(true);
    expect(identity.serviceMayAssume(`${account}:role/worker`, "lambda.amazonaws.com")).to.equal(false);
  });

  it("passes transitive tags on, and refuses to replace them", async () => {
    role("tenant", { Effect: "Allow", Action: both, Principal: { AWS: "*" } });
    role("next", { Effect: "Allow", Action: both, Principal: { AWS: "*" } });
    const first = await assume(asWorker(), { ...tagged, TransitiveTagKeys: ["tenant"] });
    const credentials = {
      accessKeyId: first.Credentials?.AccessKeyId ?? "",
      secretAccessKey: first.Credentials?.SecretAccessKey ?? "",
      sessionToken: first.Credentials?.SessionToken ?? "",
      expiration: "",
    };
    const second = await assume(credentials, { RoleArn: `${account}:role/next` });
    const principal = principalOf(
      identity,
      second.Credentials?.AccessKeyId ?? "",
      second.Credentials?.SessionToken,
    );
    expect(principal?.tags).to.deep.equal({ tenant: "acme" });
    const other = { RoleArn: `${account}:role/next`, Tags: [{ Key: "tenant", Value: "other" }] };
    expect((await rejection(assume(credentials, other))).name).to.equal("InvalidParameterValue");
  });

  it("limits a session to the policy of the call", async () => {
    role(
      "tenant",
      { Effect: "Allow", Action: both, Principal: { AWS: "*" } },
      { Effect: "Allow", Action: "s3:*", Resource: "*" },
    );
    const Policy = JSON.stringify({
      Version: "2012-10-17",
      Statement: { Effect: "Allow", Action: "s3:GetObject", Resource: "*" },
    });
    const { Credentials } = await assume(asWorker(), { Policy });
    const principal = principalOf(identity, Credentials?.AccessKeyId ?? "", Credentials?.SessionToken);
    if (principal === undefined) throw new Error("no principal");
    identity.authorise(principal, "s3:GetObject", "arn:aws:s3:::b/k");
    expect(() => identity.authorise(principal, "s3:PutObject", "arn:aws:s3:::b/k")).to.throw(
      "because no session policy allows the s3:PutObject action",
    );
  });

  const everyone: PolicyStatement = {
    ...{ Effect: "Allow", Principal: { AWS: "*" } },
    Action: [...both, "sts:SetSourceIdentity"],
  };
  const credentialsOf = ({ Credentials }: Awaited<ReturnType<typeof assume>>) => ({
    accessKeyId: Credentials?.AccessKeyId ?? "",
    secretAccessKey: Credentials?.SecretAccessKey ?? "",
    sessionToken: Credentials?.SessionToken ?? "",
    expiration: "",
  });
  const decisionsOf = (credentials: Credentials, ...actions: string[]) => {
    const principal = principalOf(identity, credentials.accessKeyId, credentials.sessionToken);
    if (principal === undefined) throw new Error("no principal");
    return actions.map((action) => identity.refusal(principal, action, "*") === undefined);
  };

  // "The resulting session's permissions are the intersection of the role's identity-based policy and the session policies."
  // https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
  it("limits a session to the managed policies of PolicyArns", async () => {
    role("tenant", everyone, { Effect: "Allow", Action: "s3:*", Resource: "*" });
    const arn = `${account}:policy/read`;
    const Statement = { Effect: "Allow", Action: ["s3:GetObject", "sns:Publish"], Resource: "*" };
    identity.putPolicy(arn, { Version: "2012-10-17", Statement });
    const narrowed = credentialsOf(await assume(asWorker(), { PolicyArns: [{ arn }] }));
    expect(decisionsOf(narrowed, "s3:GetObject", "s3:PutObject", "sns:Publish")).to.deep.equal([
      true,
      false,
      false,
    ]);
    const unknown = { PolicyArns: [{ arn: `${arn}-2` }] };
    expect(await rejection(assume(asWorker(), unknown))).to.include({ name: "ValidationError" });
  });

  // "You must have permissions to set the source identity": sts:SetSourceIdentity, in the caller's policies and in the trust policy.
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html
  it("sets a source identity if sts:SetSourceIdentity is allowed on both sides, and keeps it", async () => {
    const named = { SourceIdentity: "ann" };
    role("tenant", { ...everyone, Action: both, Principal: { AWS: `${account}:root` } });
    workerMay({});
    expect((await rejection(assume(asWorker(), named))).message).to.contain("sts:SetSourceIdentity");
    role("tenant", { ...everyone, Principal: { AWS: `${account}:root` } });
    expect((await rejection(assume(asWorker(), named))).message).to.contain("sts:SetSourceIdentity");
    workerMay({ Action: everyone.Action ?? [] });
    const first = await assume(asWorker(), named);
    expect(first.SourceIdentity).to.equal("ann");

    role("next", everyone);
    const next = { RoleArn: `${account}:role/next` };
    const chained = await assume(credentialsOf(first), next);
    expect(chained.SourceIdentity).to.equal("ann");
    expect(await rejection(assume(credentialsOf(first), { ...next, SourceIdentity: "bob" }))).to.include({
      name: "AccessDenied",
    });
    identity.putRolePolicy("next", "ann's", {
      Statement: {
        ...{ Effect: "Allow", Action: "s3:*", Resource: "*" },
        Condition: { StringEquals: { "aws:SourceIdentity": "ann" } },
      },
    });
    const plain = await assume(asWorker(), next);
    expect(decisionsOf(credentialsOf(chained), "s3:GetObject")).to.deep.equal([true]);
    expect(decisionsOf(credentialsOf(plain), "s3:GetObject")).to.deep.equal([false]);
  });

  // "Permissions granted by a resource-based policy to an IAM role ARN are limited by an implicit deny in a session policy."
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
  it("refuses a role that trusts the caller's role if the caller's session policy is silent on sts", async () => {
    role("tenant", everyone, { Effect: "Allow", Action: "*", Resource: "*" });
    role("next", { ...everyone, Principal: { AWS: `${account}:role/tenant` } });
    const next = { RoleArn: `${account}:role/next` };
    const narrowed = (Action: string) =>
      JSON.stringify({ Version: "2012-10-17", Statement: { Effect: "Allow", Action, Resource: "*" } });
    const silent = credentialsOf(await assume(asWorker(), { Policy: narrowed("s3:*") }));
    expect(await rejection(assume(silent, next))).to.include({ name: "AccessDenied" });
    const speaking = credentialsOf(await assume(asWorker(), { Policy: narrowed("sts:AssumeRole") }));
    await assume(speaking, next);
    const session = "arn:aws:sts::000000000000:assumed-role/tenant/acme";
    role("next", { ...everyone, Principal: { AWS: session } });
    await assume(silent, next);
  });

  // "You cannot call AssumeRole by using AWS account root user credentials; access is denied."
  // https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
  it("refuses the account's root", async () => {
    role("tenant", everyone);
    const error = await rejection(assume(identity.operator));
    expect(error).to.include({ name: "AccessDenied", message: "Roles may not be assumed by root accounts." });
  });

  it("decides by the role's tags as aws:ResourceTag", async () => {
    const trust = { Version: "2012-10-17", Statement: everyone };
    identity.putRole({ name: "tenant", arn: `${account}:role/tenant`, trust, tags: { kind: "tenant" } });
    const Condition = { StringEquals: { "aws:ResourceTag/kind": "tenant" } };
    workerMay({ Effect: "Deny", Condition });
    expect(await rejection(assume(asWorker()))).to.include({ name: "AccessDenied" });
  });

  it("refuses 51 tags and 16,000 at once", async () => {
    role("tenant", everyone);
    for (const count of [51, 16_000]) {
      const Tags = Array.from({ length: count }, (_, index) => ({ Key: `k${index}`, Value: "v" }));
      const { user } = process.cpuUsage();
      expect(await rejection(assume(asWorker(), { Tags }))).to.include({ name: "ValidationError" });
      // Signing included.
      expect(process.cpuUsage().user - user).to.be.below(1_000_000);
    }
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
      role("tenant", { Effect: "Allow", Action: both, Principal: { AWS: "*" } });
      const error = await rejection(assume(asWorker(), input));
      expect(error.name).to.equal("ValidationError");
      expect(error.message).to.contain(message);
    });
  }
});
