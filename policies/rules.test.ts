import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { asPolicy } from "./pack/as-policy.ts";
import { readPolicyConfig } from "./pack/policy-config.ts";
import { withRules } from "./pack/rules-document.ts";
import { rules } from "./rules.ts";

const root = fileURLToPath(new URL("../", import.meta.url));
const read = (file: string) => readFileSync(`${root}${file}`, "utf8");

describe("the policy pack", () => {
  it("has one rule in each file, named after it, and tests each", () => {
    const files = readdirSync(`${root}policies/rules`).flatMap(
      (file) => /^([\w-]+)\.ts$/.exec(file)?.[1] ?? [],
    );
    expect(rules.map(({ name }) => name).toSorted()).to.deep.equal(files.toSorted());
    const tests = readdirSync(`${root}policies/rules`).map((file) => file.replace(/\.test\.ts$/, ""));
    expect(tests).to.include.members(files);
  });

  it("has codes of its own, each once", () => {
    const codes = rules.map(({ code }) => code);
    expect(new Set(codes).size).to.equal(codes.length);
    for (const code of codes) expect(code).to.match(/^BL-P\d{3}$/);
  });

  for (const rule of rules)
    describe(rule.name, () => {
      it("says what it is and how to mend a violation", () => {
        expect(rule.name).to.match(/^[a-z]+(-[a-z0-9]+)*$/);
        expect(rule.title).to.match(/^[A-Z].*[^.]$/);
        expect(rule.remediation).to.match(/^[A-Z].*\.$/);
        expect(asPolicy(rule).url).to.equal(`docs/policies.md#${rule.name}`);
      });

      it("works without a configuration, and explains each setting", () => {
        expect(rule.config.safeParse({}).success).to.equal(true);
        const { properties = {} } = asPolicy(rule).configSchema ?? {};
        for (const property of Object.values(properties)) {
          expect(property.description).to.be.a("string");
          expect(property).to.have.property("default");
        }
      });

      it("mends only what it also judges", () => {
        if (rule.enforcement === "remediate") expect(rule).to.have.property("fixes");
      });
    });

  for (const stack of ["dev", "prod"])
    it(`is configured for ${stack} with settings that it has`, () => {
      expect(readPolicyConfig(read(`policies/policy-config.${stack}.json`), rules).problems).to.deep.equal(
        [],
      );
    });

  it("is described in docs/policies.md (npx batchline policy docs writes it)", () => {
    const page = read("docs/policies.md");
    expect(withRules(page, rules)).to.equal(page);
  });
});
