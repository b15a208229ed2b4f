import { VirtualClock } from "@batchline/clock";
import { rejection } from "@batchline/diagnostics/testing";
import type { ExistingResource, PropertyMap } from "@batchline/pulumi-engine";
import { expect } from "chai";
import { Identity } from "../../host/identity/identity.ts";
import { FakeDeployment } from "../../testing/fake-deployment.ts";

describe("resources of IAM in a deployment", () => {
  let fake: FakeDeployment;
  beforeEach(() => {
    fake = new FakeDeployment();
  });

  it("creates a role with its inline and managed policies", async () => {
    const { id, outputs } = await fake.create("aws:iam/role:Role", {
      name: "worker",
      path: "/jobs/",
      assumeRolePolicy: { Statement: [] },
      maxSessionDuration: 7200,
      permissionsBoundary: "arn:aws:iam::aws:policy/KnownPolicy",
      tags: { team: "shop" },
      inlinePolicies: [{ name: "inline", policy: "{}" }],
      managedPolicyArns: ["arn:aws:iam::aws:policy/KnownPolicy"],
    });
    expect(id).to.equal("worker");
    expect(outputs).to.include({ name: "worker", arn: "arn:aws:iam::000000000000:role/jobs/worker" });
    expect(fake.made).to.deep.equal([
      [
        "putRole",
        {
          name: "worker",
          arn: "arn:aws:iam::000000000000:role/jobs/worker",
          trust: '{"Statement":[]}',
          maxSessionSeconds: 7200,
          boundary: "arn:aws:iam::aws:policy/KnownPolicy",
          tags: { team: "shop" },
        },
      ],
      ["managedPolicy", "arn:aws:iam::aws:policy/KnownPolicy"],
      ["putRolePolicy", "worker", "inline", "{}"],
      ["attachPolicy", "worker", "arn:aws:iam::aws:policy/KnownPolicy"],
    ]);
    expect(fake.warnings).to.deep.equal([]);
  });

  it("attaches a policy of the program's own by its document", async () => {
    const { id } = await fake.create("aws:iam/policy:Policy", { name: "read", policy: '{"a":1}' });
    expect(id).to.equal("arn:aws:iam::000000000000:policy/read");
    await fake.create("aws:iam/rolePolicyAttachment:RolePolicyAttachment", { role: "r", policyArn: id });
    expect(fake.made).to.deep.equal([
      ["putPolicy", id, '{"a":1}'],
      ["attachPolicy", "r", id],
    ]);
  });

  it("warns about a managed policy that grants nothing here", async () => {
    const policyArn = "arn:aws:iam::aws:policy/Obscure";
    await fake.create("aws:iam/rolePolicyAttachment:RolePolicyAttachment", { role: "r", policyArn });
    expect(fake.warnings).to.deep.equal([
      `thing: the embedded AWS does not know the policy ${policyArn}: attached, it grants nothing here`,
    ]);
  });

  it("warns about a boundary that the embedded AWS does not have", async () => {
    const permissionsBoundary = "arn:aws:iam::aws:policy/Obscure";
    await fake.create("aws:iam/role:Role", {
      ...{ name: "worker", assumeRolePolicy: { Statement: [] }, permissionsBoundary },
    });
    expect(fake.warnings).to.deep.equal([
      `thing: the embedded AWS does not know the policy ${permissionsBoundary}: with it as boundary, the role may do nothing here`,
    ]);
  });

  it("names a service-linked role after its service", async () => {
    const { outputs } = await fake.create("aws:iam/serviceLinkedRole:ServiceLinkedRole", {
      awsServiceName: "batch.amazonaws.com",
    });
    expect(outputs).to.include({
      name: "AWSServiceRoleForBatch",
      arn: "arn:aws:iam::000000000000:role/aws-service-role/batch.amazonaws.com/AWSServiceRoleForBatch",
    });
  });

  describe("that change and go", () => {
    const arn = "arn:aws:iam::000000000000:role/worker";
    const known = "arn:aws:iam::aws:policy/AdministratorAccess";
    const assumeRolePolicy = {
      Statement: { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "batch.amazonaws.com" } },
    };
    const allowing = (Action: string) => ({ Statement: { Effect: "Allow", Action, Resource: "*" } });
    let identity: Identity;
    beforeEach(() => {
      identity = new Identity({ clock: new VirtualClock(0) });
      fake = new FakeDeployment({ service: identity });
    });

    const role = (inputs: PropertyMap = {}) =>
      fake.existing("aws:iam/role:Role", { name: "worker", assumeRolePolicy, ...inputs });
    const update = (existing: ExistingResource, inputs: PropertyMap) =>
      fake.update(existing, { name: "worker", assumeRolePolicy, ...inputs });
    const policiesOf = () => {
      const { inline, attached } = identity.role("worker");
      return [...inline.keys(), ...attached];
    };

    it("changes a role's policies and trust, and keeps policies that are resources of their own", async () => {
      const existing = await role({
        inlinePolicies: [
          { name: "old", policy: allowing("s3:*") },
          { name: "same", policy: allowing("s3:*") },
        ],
        managedPolicyArns: [known],
      });
      identity.putRolePolicy("worker", "of its own", allowing("sns:*"));
      const trusted = (service: string) => identity.serviceMayAssume(arn, service);
      expect(trusted("lambda.amazonaws.com")).to.equal(false);
      const Statement = { ...assumeRolePolicy.Statement, Principal: { Service: "lambda.amazonaws.com" } };
      const changed = await update(existing, {
        assumeRolePolicy: { Statement },
        inlinePolicies: [{ name: "same", policy: allowing("s3:GetObject") }],
        managedPolicyArns: [],
      });
      expect(policiesOf()).to.deep.equal(["same", "of its own"]);
      expect(trusted("lambda.amazonaws.com")).to.equal(true);
      expect(changed).to.deep.include({ id: "worker" });
      expect(changed.outputs).to.include({ arn, path: "/" });
    });

    it("limits a role by its boundary, which has to exist and is not deleted before the role", async () => {
      const permissionsBoundary = "arn:aws:iam::000000000000:policy/limit";
      const inlinePolicies = [{ name: "all", policy: allowing("*") }];
      expect(await rejection(role({ permissionsBoundary }))).to.include({ code: "NoSuchEntity" });
      const limit = await fake.existing("aws:iam/policy:Policy", {
        ...{ name: "limit", policy: allowing("s3:*") },
      });
      const existing = await role({ permissionsBoundary, inlinePolicies });
      const may = (action: string) =>
        identity.refusal(identity.openSession(arn, "job").principal, action, "*") === undefined;
      expect([may("s3:GetObject"), may("sns:Publish")]).to.deep.equal([true, false]);
      expect(await rejection(fake.delete(limit))).to.include({ code: "DeleteConflict" });
      await update(existing, { inlinePolicies });
      expect(may("sns:Publish")).to.equal(true);
      await fake.delete(limit);
    });

    it("leaves policies as they are when the program no longer lists them", async () => {
      const existing = await role({ managedPolicyArns: [known] });
      await update(existing, {});
      expect(policiesOf()).to.deep.equal([known]);
    });

    it("deletes a role with the policies that it lists, and refuses to with others", async () => {
      const listing = await role({ inlinePolicies: [{ name: "inline", policy: allowing("s3:*") }] });
      await fake.delete(listing);
      expect(identity.findRole(arn)).to.equal(undefined);
      await fake.delete(listing);
      const plain = await role();
      const inline = await fake.existing("aws:iam/rolePolicy:RolePolicy", {
        ...{ role: "worker", name: "own", policy: allowing("s3:*") },
      });
      expect((await rejection(fake.delete(plain))).message).to.equal(
        "Cannot delete entity, must delete policies first.",
      );
      await fake.delete(inline);
      await fake.delete(inline);
      await fake.delete(plain);
    });

    it("deletes a role with all policies if it is forced to", async () => {
      const existing = await role({ forceDetachPolicies: true });
      identity.putRolePolicy("worker", "own", allowing("s3:*"));
      identity.attachPolicy("worker", known);
      await fake.delete(existing);
      expect(identity.findRole("worker")).to.equal(undefined);
    });

    it("changes policies, and deletes them once they are detached", async () => {
      await role();
      const policy = await fake.existing("aws:iam/policy:Policy", {
        ...{ name: "read", policy: allowing("s3:GetObject") },
      });
      const attachment = await fake.existing("aws:iam/rolePolicyAttachment:RolePolicyAttachment", {
        ...{ role: "worker", policyArn: policy.id },
      });
      const { principal } = identity.openSession(arn, "job");
      const may = (action: string) => identity.refusal(principal, action, "*") === undefined;
      expect([may("s3:GetObject"), may("sns:Publish")]).to.deep.equal([true, false]);
      const changed = await fake.update(policy, { name: "read", policy: allowing("sns:Publish") });
      expect(changed.id).to.equal(policy.id);
      expect([may("s3:GetObject"), may("sns:Publish")]).to.deep.equal([false, true]);
      expect((await rejection(fake.delete(policy))).message).to.equal(
        "Cannot delete a policy attached to entities.",
      );
      await fake.delete(attachment);
      await fake.delete(attachment);
      expect(may("sns:Publish")).to.equal(false);
      await fake.delete(policy);
      await fake.delete(policy);
    });
  });
});
