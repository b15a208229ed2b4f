import type { Difference, ExistingResource, PropertyMap } from "@batchline/pulumi-engine";
import { expect } from "chai";
import fc from "fast-check";
import { differenceOf } from "./difference.ts";

const existing = (type: string, inputs: PropertyMap): ExistingResource => ({
  ...{ urn: `urn:pulumi:dev::shop::${type}::thing`, type, name: "thing", kind: "custom", id: "i", inputs },
  ...{ secretInputs: [], dependencies: [], propertyDependencies: {}, options: {}, outputs: {} },
});
const compare = (type: string, old: PropertyMap, inputs: PropertyMap): Difference => {
  const of = existing(type, old);
  return differenceOf({ ...of, inputs }, of, { naming: { maxLength: 64 }, region: "eu-central-1" });
};

const role = "aws:iam/role:Role";
const environment = "aws:batch/computeEnvironment:ComputeEnvironment";
const generated = { name: "r-0123456", __defaults: ["name"] };

describe("the difference of inputs", () => {
  it("is an update if no create-only input changes", () => {
    expect(
      compare(role, { ...generated, tags: { a: "1" } }, { ...generated, tags: { a: "2" } }),
    ).to.deep.equal({
      changed: ["tags.a"],
      replaces: [],
    });
  });

  it("is a replacement if a create-only input changes", () => {
    expect(compare(role, { ...generated, path: "/" }, { ...generated, path: "/jobs/" })).to.deep.equal({
      changed: ["path"],
      replaces: ["path"],
    });
  });

  it("replaces for a create-only input within another", () => {
    const old = { ...generated, computeResources: { maxVcpus: 1 } };
    const fleet = { ...generated, computeResources: { maxVcpus: 2, spotIamFleetRole: "arn:role" } };
    expect(compare(environment, old, fleet)).to.deep.equal({
      changed: ["computeResources.maxVcpus", "computeResources.spotIamFleetRole"],
      replaces: ["computeResources.spotIamFleetRole"],
    });
    expect(compare(environment, generated, fleet).replaces).to.deep.equal(["computeResources"]);
    expect(compare(environment, generated, old).replaces).to.deep.equal([]);
    const kubernetes = { ...generated, eksConfiguration: { eksClusterArn: "arn:a" } };
    const other = { ...generated, eksConfiguration: { eksClusterArn: "arn:b" } };
    expect(compare(environment, kubernetes, other).replaces).to.deep.equal([
      "eksConfiguration.eksClusterArn",
    ]);
  });

  it("deletes the old resource first if the program names it", () => {
    const named = { name: "mine", __defaults: [] };
    expect(compare(role, { ...named, path: "/" }, { ...named, path: "/a/" }).deleteBeforeReplace).to.equal(
      true,
    );
    expect(compare(role, { ...named, tags: {} }, { ...named, tags: { a: "1" } })).to.not.have.property(
      "deleteBeforeReplace",
    );
  });

  it("deletes the old resource first if AWS cannot tell it from the new one", () => {
    const attachment = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
    const { deleteBeforeReplace } = compare(attachment, { role: "a" }, { role: "b" });
    expect(deleteBeforeReplace).to.equal(true);
  });

  it("takes a missing region as the provider's", () => {
    expect(compare(role, { region: "eu-central-1" }, {}).changed).to.deep.equal([]);
    expect(compare("aws:sqs/queue:Queue", {}, { region: "us-east-1" }).replaces).to.deep.equal(["region"]);
  });

  it("ignores which values were generated", () => {
    expect(compare(role, {}, { __defaults: [] }).changed).to.deep.equal([]);
    expect(compare(role, { name: "r" }, { name: "r", __defaults: ["name"] }).changed).to.deep.equal([]);
  });

  it("is nothing between equal inputs, and between others what changed", () => {
    const json = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }), { noNullPrototype: true });
    fc.assert(
      fc.property(json, json, fc.constantFrom(role, environment, "aws:s3/bucket:Bucket"), (a, b, type) => {
        const [old, inputs] = [a, b] as [PropertyMap, PropertyMap];
        expect(compare(type, old, structuredClone(old))).to.deep.equal({ changed: [], replaces: [] });
        const { changed, replaces } = compare(type, old, inputs);
        expect(changed).to.include.members([...replaces]);
        const back = compare(type, inputs, old);
        expect(new Set(back.changed)).to.deep.equal(new Set(changed));
        expect(new Set(back.replaces)).to.deep.equal(new Set(replaces));
      }),
    );
  });
});
