import type { CheckContext, PropertyMap, Registration } from "@batchline/pulumi-engine";
import { expect } from "chai";
import { checkName, type Naming } from "./naming.ts";

const seed = Buffer.from("0123456789abcdef", "hex");
const resource = (name: string, inputs: PropertyMap = {}): Registration => ({
  urn: `urn:pulumi:dev::shop::t::${name}`,
  type: "t",
  name,
  kind: "custom",
  inputs,
  secretInputs: [],
  dependencies: [],
  propertyDependencies: {},
  options: {},
});

describe("a resource's name", () => {
  const check = (
    logicalName: string,
    inputs: PropertyMap,
    context: Partial<CheckContext> = {},
    naming: Partial<Naming> = {},
  ) => checkName(resource(logicalName, inputs), { maxLength: 20, ...naming }, { seed, ...context });

  it("is the logical name with seven digits of the seed", () => {
    const { inputs } = check("Queue", { priority: 1 });
    expect(inputs).to.deep.equal({ priority: 1, name: "Queue-0123456", __defaults: ["name"] });
    const other = check("Queue", {}, { seed: Buffer.from("fedcba98", "hex") });
    expect(other.inputs.name).to.equal("Queue-fedcba9");
  });

  it("is the given one, or starts with a given prefix", () => {
    const mine = check("q", { name: "Mine" }, {}, { lowerCase: true });
    expect(mine.inputs).to.deep.equal({ name: "Mine", __defaults: [] });
    const prefixed = { namePrefix: "my-", name: "my-0123456", __defaults: ["name"] };
    expect(check("q", { namePrefix: "my-" }).inputs).to.deep.equal(prefixed);
    const naming = { input: "bucket", prefixInput: "bucketPrefix" };
    expect(check("q", { bucketPrefix: "my-" }, {}, naming).inputs.bucket).to.equal("my-0123456");
  });

  it("has lower case if AWS requires it", () => {
    expect(check("Bucket", {}, {}, { lowerCase: true }).inputs.name).to.equal("bucket-0123456");
  });

  it("ends with .fifo if the resource is a FIFO queue", () => {
    const naming = { fifoInput: "fifoQueue" };
    expect(check("q", { fifoQueue: true }, {}, naming).inputs.name).to.equal("q-0123456.fifo");
    expect(check("q", { fifoQueue: false }, {}, naming).inputs.name).to.equal("q-0123456");
    expect(check("q", { fifoQueue: true, name: "q" }, {}, naming).failures).to.deep.equal([
      { property: "name", reason: "the name q must end with .fifo" },
    ]);
  });

  it("stays if it was generated", () => {
    const old = check("q", {}).inputs;
    const other = Buffer.from("fedcba98", "hex");
    expect(check("q", { priority: 2 }, { old, seed: other }).inputs).to.deep.equal({ ...old, priority: 2 });
  });

  it("is generated when the program no longer gives one", () => {
    const old = check("q", { name: "mine" }).inputs;
    expect(check("q", {}, { old }).inputs.name).to.equal("q-0123456");
  });

  it("stays left out if it was in an older state", () => {
    expect(check("q", {}, { old: { priority: 1 } }).inputs).to.deep.equal({ __defaults: [] });
  });

  it("is what the engine proposes, in the form that AWS accepts", () => {
    const autoname = { mode: "propose", name: "shop-Q" } as const;
    expect(check("q", {}, { autoname }, { lowerCase: true }).inputs.name).to.equal("shop-q");
    expect(check("q", { name: "mine" }, { autoname }).inputs.name).to.equal("mine");
  });

  it("is exactly what the engine enforces", () => {
    const autoname = { mode: "enforce", name: "shop-Q" } as const;
    expect(check("q", {}, { autoname }, { lowerCase: true }).inputs.name).to.equal("shop-Q");
  });

  it("is required if the engine generates none", () => {
    const autoname = { mode: "disabled" } as const;
    expect(check("q", {}, { autoname }).failures).to.deep.equal([
      { property: "name", reason: "automatic naming is disabled but no explicit name was provided" },
    ]);
    expect(check("q", { name: "mine" }, { autoname }).failures).to.equal(undefined);
  });

  it("is refused if it is too long for AWS", () => {
    const reason = `the name ${"q".repeat(13)}-0123456 has 21 characters; AWS allows 20`;
    expect(check("q".repeat(13), {}).failures).to.deep.equal([{ property: "name", reason }]);
    expect(check("q", { name: "q".repeat(21) }).failures).to.have.lengthOf(1);
  });

  it("is refused if AWS does not accept its characters", () => {
    const naming = { pattern: /^[\w-]+$/ };
    const reason = "the name my.q-0123456 does not match ^[\\w-]+$, as AWS requires";
    expect(check("my.q", {}, {}, naming).failures).to.deep.equal([{ property: "name", reason }]);
    expect(check("my-q", {}, {}, naming).failures).to.equal(undefined);
  });
});
