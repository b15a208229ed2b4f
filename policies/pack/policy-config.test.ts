import { expect } from "chai";
import { costAllocationTags } from "../rules/cost-allocation-tags.ts";
import { environmentVcpuCap } from "../rules/environment-vcpu-cap.ts";
import { readPolicyConfig } from "./policy-config.ts";

describe("a policy-config file", () => {
  const read = (text: string) => readPolicyConfig(text, [environmentVcpuCap, costAllocationTags]);
  const problems = (text: string) =>
    read(text).problems.map(({ line, column, message }) => `${line}:${column} ${message}`);

  it("an empty file: every rule has its defaults", () => {
    expect(read("{}")).to.deep.equal({
      problems: [],
      settings: {
        "environment-vcpu-cap": { enforcementLevel: "mandatory", properties: { maxVcpus: 256 } },
        "cost-allocation-tags": {
          enforcementLevel: "remediate",
          properties: { tags: ["application", "stack"] },
        },
      },
    });
  });

  it("an entry: sets a level, settings, or both", () => {
    const { settings } = read(`{
      "environment-vcpu-cap": { "maxVcpus": 8, "enforcementLevel": "advisory" },
      "cost-allocation-tags": "disabled"
    }`);
    expect(settings["environment-vcpu-cap"]).to.deep.equal({
      enforcementLevel: "advisory",
      properties: { maxVcpus: 8 },
    });
    expect(settings["cost-allocation-tags"]?.enforcementLevel).to.equal("disabled");
  });

  it("all: sets the level of every other rule", () => {
    const { settings } = read('{ "all": "advisory", "cost-allocation-tags": "mandatory" }');
    expect(Object.values(settings).map(({ enforcementLevel }) => enforcementLevel)).to.deep.equal([
      "advisory",
      "mandatory",
    ]);
  });

  it("problems: all reported, with line and column", () => {
    const text = `{
  "environment-vcpu-cap": { "maxVcpus": "many", "minVcpus": 1 },
  "cost-allocation-tags": "sometimes",
  "vcpu-cap": "mandatory"
}`;
    expect(problems(text)).to.deep.equal([
      "4:15 vcpu-cap: unknown rule; docs/policies.md lists all",
      "2:41 environment-vcpu-cap.maxVcpus: Invalid input: expected number, received string",
      '2:61 environment-vcpu-cap.minVcpus: unknown setting: did you mean "maxVcpus"?',
      "3:27 cost-allocation-tags: expected one of advisory, mandatory, remediate, disabled, or an object with settings and one as enforcementLevel",
    ]);
  });

  it("remediate for a rule without remediations: a problem", () => {
    expect(problems('{ "environment-vcpu-cap": "remediate" }')).to.deep.equal([
      "1:27 environment-vcpu-cap: this rule has no remediation: use mandatory instead of remediate",
    ]);
  });

  for (const text of ["[]", '"advisory"', "3"])
    it(`${text}: refused`, () => {
      expect(problems(text)).to.deep.equal(["1:1 expected an object of rule name → level or settings"]);
    });

  it("a level of all rules as an object, and an empty file: accepted", () => {
    const { settings, problems } = read('{ "all": { "enforcementLevel": "advisory" } }');
    expect(settings["environment-vcpu-cap"]?.enforcementLevel).to.equal("advisory");
    expect(problems).to.deep.equal([]);
    expect(read(" \n")).to.deep.equal(read("{}"));
  });

  it("an unknown rule or level: reported with the nearest name and its place", () => {
    const text = '{ "environment-vcpus-cap": {}, "cost-allocation-tags": { "enforcementLevel": "loud" } }';
    expect(problems(text)).to.deep.equal([
      '1:28 environment-vcpus-cap: unknown rule: did you mean "environment-vcpu-cap"?',
      "1:78 cost-allocation-tags.enforcementLevel: expected one of advisory, mandatory, remediate, disabled",
    ]);
  });

  for (const [text, problem] of [
    ['{\n  "all": [\n}', "3:1 not JSON: Unexpected token '}'"],
    ['{ "all": "advisory", }', "1:22 not JSON: Expected double-quoted property name"],
    ["{ all: 1 }", "1:3 not JSON: Expected property name or '}'"],
    ["all: advisory", "1:1 not JSON: Unexpected token 'a'"],
    ['{ "all": "advisory" } # why', "1:23 not JSON: Unexpected non-whitespace character after JSON"],
    ['{ "all": "advisory", "all": "disabled" }', "1:22 not JSON: Map keys must be unique"],
  ] as const)
    it(`what Pulumi's reader of JSON refuses: ${JSON.stringify(text)}: refused`, () => {
      expect(problems(text)).to.deep.equal([problem]);
    });
});
