import type { Registration } from "@batchline/pulumi-engine";
import { expect } from "chai";
import { readAutonaming } from "./autonaming.ts";
import { PhysicalNames } from "./physical-name.ts";

const resource = (name: string): Registration => ({
  urn: `urn:pulumi:dev::shop::t::${name}`,
  type: "t",
  name,
  kind: "custom",
  inputs: {},
  secretInputs: [],
  dependencies: [],
  propertyDependencies: {},
  options: {},
});

describe("PhysicalNames", () => {
  const names = (configuration?: object) =>
    new PhysicalNames({
      project: "shop",
      stack: "dev",
      autonaming: readAutonaming(configuration && JSON.stringify(configuration)),
    });

  it("adds seven stable digits to the logical name", () => {
    const name = names().of(resource("Queue"), {}, { maxLength: 80 });
    expect(name).to.match(/^Queue-[0-9a-f]{7}$/);
    expect(names().of(resource("Queue"), {}, { maxLength: 80 })).to.equal(name);
    expect(names().of(resource("Queue2"), {}, { maxLength: 80 })).to.not.equal(
      name.replace("Queue", "Queue2"),
    );
  });

  it("uses a given name, and adds digits to a prefix", () => {
    expect(names().of(resource("q"), { name: "Mine" }, { maxLength: 80, lowerCase: true })).to.equal("Mine");
    expect(names().of(resource("q"), { namePrefix: "my-" }, { maxLength: 80 })).to.match(/^my-[0-9a-f]{7}$/);
  });

  it("uses lower case if AWS requires it", () => {
    expect(names().of(resource("Bucket"), {}, { maxLength: 63, lowerCase: true })).to.match(/^bucket-/);
  });

  it("refuses a name that is too long for AWS", () => {
    expect(() => names().of(resource("q".repeat(60)), {}, { maxLength: 64 })).to.throw(
      /^its name q+-[0-9a-f]{7} has 68 characters; AWS allows 64$/,
    );
  });

  it("follows the stack's autonaming pattern", () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a pattern of Pulumi's
    const pattern = "${project}-${stack}-${name}-${hex(4)}-${num(3)}-${string(2)}-${uuid}";
    expect(names({ pattern }).of(resource("q"), {}, { maxLength: 80 })).to.match(
      /^shop-dev-q-[0-9a-f]{4}-\d{3}-[a-p]{2}-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/,
    );
    expect(names({ mode: "verbatim" }).of(resource("q"), {}, { maxLength: 80 })).to.equal("q");
  });

  it("refuses unsupported autonaming", () => {
    expect(() => names({ providers: {} })).to.throw("config pulumi:autonaming: the embedded AWS knows mode");
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a pattern of Pulumi's
    const unknown = names({ pattern: "${region}" });
    expect(() => unknown.of(resource("q"), {}, { maxLength: 80 })).to.throw(
      /unknown \$\{region\} in the pattern/,
    );
  });
});
