import { hash } from "node:crypto";
import { expect } from "chai";
import { expectedName, readAutonaming, seedOf } from "./autonaming.ts";

const type = "aws:s3/bucket:Bucket";
const urn = "urn:pulumi:dev::shop::aws:s3/bucket:Bucket::data";

describe("pulumi:autonaming", () => {
  const nameOf = (config: unknown, resource = { name: "data", type }) => {
    const text = config === undefined ? undefined : JSON.stringify(config);
    const configValue = (key: string) => (key === "team" ? "fulfilment" : undefined);
    return readAutonaming(text, { project: "shop", stack: "dev", configValue })(resource, seedOf(urn, []));
  };
  const digits = hash("sha256", urn);

  it("leaves names to the provider by default", () => {
    expect(nameOf(undefined)).to.equal(undefined);
    expect(nameOf({ mode: "default" })).to.equal(undefined);
  });

  it("verbatim enforces the logical name, and makes replacements delete first", () => {
    expect(nameOf({ mode: "verbatim" })).to.deep.equal({
      autoname: { mode: "enforce", name: "data" },
      deleteBeforeReplace: true,
    });
  });

  it("disabled makes no name", () => {
    expect(nameOf({ mode: "disabled" })?.autoname).to.deep.equal({ mode: "disabled" });
  });

  it("fills in a pattern", () => {
    // biome-ignore-start lint/suspicious/noTemplateCurlyInString: the placeholders of Pulumi's patterns look so
    const names = {
      "${organization}-${project}-${stack}-${name}": "organization-shop-dev-data",
      "${name}-${hex(4)}": `data-${digits.slice(0, 4)}`,
      "${name}${hex(7)}": `data${digits.slice(0, 7)}`,
      "${alphanum(3)}": digits.slice(0, 3),
      "${config.team}-${name}": "fulfilment-data",
    };
    for (const [pattern, name] of Object.entries(names))
      expect(nameOf({ pattern })?.autoname).to.deep.equal({ mode: "propose", name });
    expect(nameOf({ pattern: "${string(9)}" })?.autoname.name).to.match(/^[a-z]{9}$/);
    expect(nameOf({ pattern: "${num(9)}" })?.autoname.name).to.match(/^\d{9}$/);
    expect(nameOf({ pattern: "${uuid}" })?.autoname.name).to.match(
      /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/,
    );
    expect(nameOf({ pattern: "${name}", enforce: true })).to.deep.equal({
      autoname: { mode: "enforce", name: "data" },
      deleteBeforeReplace: true,
    });
    expect(nameOf({ pattern: "${name}-${hex(4)}" })?.deleteBeforeReplace).to.equal(false);
    for (const unknown of ["${weekday}", "${hex}", "${uuid(4)}", "${stack.name}"])
      expect(() => nameOf({ pattern: unknown })).to.throw(`unknown ${unknown} in the pattern`);
    expect(() => nameOf({ pattern: "${config.unit}" })).to.throw(
      "no value for ${config.unit} in the pattern",
    );
    // biome-ignore-end lint/suspicious/noTemplateCurlyInString: as above
  });

  it("may differ for a provider and for a type of resource", () => {
    const config = {
      mode: "disabled",
      providers: { aws: { mode: "verbatim", resources: { [type]: { pattern: "bucket" } } } },
    };
    expect(nameOf(config)?.autoname.name).to.equal("bucket");
    expect(nameOf(config, { name: "jobs", type: "aws:sqs/queue:Queue" })?.autoname.name).to.equal("jobs");
    expect(nameOf(config, { name: "x", type: "time:index/sleep:Sleep" })?.autoname.mode).to.equal("disabled");
  });

  it("is the project's for a provider that sets only some types'", () => {
    const config = { pattern: "all", providers: { aws: { resources: { [type]: { pattern: "bucket" } } } } };
    expect(nameOf(config)?.autoname.name).to.equal("bucket");
    expect(nameOf(config, { name: "jobs", type: "aws:sqs/queue:Queue" })?.autoname.name).to.equal("all");
  });

  it("is refused with BL-E018 if it is invalid", () => {
    expect(() => readAutonaming("{", { project: "shop", stack: "dev" })).to.throw("it is not JSON");
    expect(() => nameOf({ mode: "often" }))
      .to.throw()
      .with.property("code", "BL-E018");
  });
});

describe("the expected name", () => {
  const role = { name: "report", type: "aws:iam/role:Role" };
  const of = { project: "shop", stack: "dev", organization: "acme" };

  it("has the length of the generated one", () => {
    expect(expectedName(undefined, of, role)).to.equal("report-0000000");
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the placeholders of Pulumi's patterns look so
    const pattern = "${organization}-${project}-${stack}-${name}-${hex(5)}";
    expect(expectedName(JSON.stringify({ pattern }), of, role)).to.equal("acme-shop-dev-report-00000");
  });

  it("does not exist if the program must name the resource", () => {
    expect(expectedName('{"mode":"disabled"}', of, role)).to.equal(undefined);
  });
});

describe("the seed of a name", () => {
  it("is a hash of the URN, and another one for each replacement", () => {
    expect(Buffer.from(seedOf(urn, [])).toString("hex")).to.equal(hash("sha256", urn));
    expect(seedOf(urn, ["data-1"])).to.not.deep.equal(seedOf(urn, []));
    expect(seedOf(urn, ["data-1"])).to.not.deep.equal(seedOf(urn, ["data-2"]));
  });
});
