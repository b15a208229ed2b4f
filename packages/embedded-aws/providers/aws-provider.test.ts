import { type PropertyMap, unknown } from "@batchline/pulumi-engine";
import { expect } from "chai";
import { FakeDeployment } from "../testing/fake-deployment.ts";

const group = "aws:ec2/securityGroup:SecurityGroup";
const queue = "aws:sqs/queue:Queue";
const role = "aws:iam/role:Role";
const trust = { assumeRolePolicy: "{}" };

describe("the provider of AWS", () => {
  let fake: FakeDeployment;
  beforeEach(() => {
    fake = new FakeDeployment();
  });

  describe("checks inputs", () => {
    const check = (type: string, inputs: PropertyMap) => fake.check(type, inputs);

    it("and names each invalid one", async () => {
      const { failures } = await check(role, { path: 7, managedPolicyArns: [1] });
      expect(failures?.map(({ property }) => property)).to.deep.equal([
        "path",
        "assumeRolePolicy",
        "managedPolicyArns.0",
      ]);
    });

    it("but not values that are not known yet", async () => {
      const { inputs, failures } = await check(role, {
        assumeRolePolicy: unknown,
        managedPolicyArns: [unknown],
      });
      expect(failures).to.equal(undefined);
      expect(inputs.name).to.match(/^thing-[0-9a-f]{7}$/);
      expect((await check(role, { ...trust, inlinePolicies: unknown, name: unknown })).failures).to.equal(
        undefined,
      );
    });
  });

  it("reads what exists from the record, as a program would write it", async () => {
    const { id, urn } = await fake.existing(queue, { delaySeconds: 5 });
    const read = await fake.read(queue, id);
    expect(read?.id).to.equal(id);
    expect(read?.inputs).to.deep.include({ delaySeconds: 5, __defaults: [] });
    expect(read?.outputs).to.deep.include({ delaySeconds: 5, url: id, name: read?.inputs?.name });
    expect(read?.outputs).to.not.have.property("__defaults");
    const refreshed = await fake.read(queue, id, { urn, inputs: { __defaults: ["name"] } });
    expect(refreshed?.inputs?.__defaults).to.deep.equal(["name"]);
  });

  it("reads nothing of what is deleted", async () => {
    const existing = await fake.existing(queue, { name: "q" });
    await fake.provider.delete(existing);
    expect(await fake.read(queue, existing.id, { urn: existing.urn })).to.equal(undefined);
    expect(await fake.read(role, "unknown")).to.equal(undefined);
  });

  it("reads an updated resource", async () => {
    const existing = await fake.existing(queue, { delaySeconds: 5 });
    await fake.update(existing, { delaySeconds: 6 });
    expect((await fake.read(queue, existing.id))?.outputs).to.include({ delaySeconds: 6, url: existing.id });
  });

  it("gives a replacement another id, also after the old resource is deleted", async () => {
    const first = await fake.existing(group, { description: "one" });
    const second = await fake.existing(group, { description: "two", name: "two" });
    await fake.provider.delete(first);
    await fake.provider.delete(second);
    const third = await fake.existing(group, { description: "three" });
    expect(new Set([first.id, second.id, third.id]).size).to.equal(3);
  });

  it("keeps id and ARN of an updated resource", async () => {
    const first = await fake.existing(group);
    await fake.provider.delete(first);
    const existing = await fake.existing(group);
    const { id, outputs } = await fake.update(existing, { tags: { a: "1" } });
    expect({ id, arn: outputs.arn }).to.deep.equal({ id: existing.id, arn: existing.outputs.arn });
    expect((await fake.read(group, id))?.outputs).to.deep.equal(outputs);
  });

  it("updates a resource whose state has the name in the outputs only", async () => {
    const { inputs: _, ...existing } = await fake.existing(queue, { name: "q" });
    const updated = await fake.update({ ...existing, inputs: {} }, { delaySeconds: 6 });
    expect(updated.inputs).to.deep.equal({ delaySeconds: 6, __defaults: [] });
    expect(updated).to.deep.include({ id: existing.id });
    expect(updated.outputs).to.deep.include({ name: "q", url: existing.id });
  });

  it("does not remember a preview", async () => {
    const preview = new FakeDeployment({ services: fake.services });
    const { id } = await preview.create(queue, { name: "q" });
    expect((await preview.create(queue, { name: "q" })).id).to.equal(id);
  });
});
