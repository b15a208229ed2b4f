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
import type { Credentials } from "../../host/identity/principal.ts";
import { clientFor, principalOf } from "../../testing/client.ts";
import { stsService } from "./index.ts";

const account = "arn:aws:iam::000000000000";
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
  const assume = (as: Credentials, input: Partial<AssumeRoleCommandInput> = {}) =>
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

  for (const [what, input, message] of [
    ["a session shorter than 15 minutes", { DurationSeconds: 60 }, "durationSeconds"],
    ["a chained session longer than an hour", { DurationSeconds: 7200 }, "role chaining"],
    ["a session name with a slash", { RoleSessionName: "a/b" }, "roleSessionName"],
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
