import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { errorCodes } from "./error-codes.ts";
import { asPolicy } from "./pack/as-policy.ts";
import { readPolicyConfig } from "./pack/policy-config.ts";
import { withRules } from "./pack/rules-document.ts";
import { rules } from "./rule-list.ts";

const root = fileURLToPath(new URL("../", import.meta.url));
const read = (file: string) => readFileSync(`${root}${file}`, "utf8");

describe("the policy pack", () => {
  it("rules: one in each file, named after it, each with a test", () => {
    const files = readdirSync(`${root}policies/rules`).flatMap(
      (file) => /^(?!index)([\w-]+)\.ts$/.exec(file)?.[1] ?? [],
    );
    expect(rules.map(({ name }) => name).toSorted()).to.deep.equal(files.toSorted());
    const tests = readdirSync(`${root}policies/rules`).map((file) => file.replace(/\.test\.ts$/, ""));
    expect(tests).to.include.members(files);
  });

  it("codes: each once", () => {
    const codes = rules.map(({ code }) => code);
    expect(Object.keys(errorCodes)).to.deep.equal(codes);
    expect(new Set(codes).size).to.equal(codes.length);
    for (const code of codes) expect(code).to.match(/^BL-P\d{3}$/);
  });

  for (const rule of rules)
    describe(rule.name, () => {
      it("has a name, a requirement and a fix", () => {
        expect(rule.name).to.match(/^[a-z]+(-[a-z0-9]+)*$/);
        expect(rule.title).to.match(/^[A-Z].*[^.]$/);
        expect(rule.fix).to.match(/^[A-Z].*\.$/);
        for (const [path] of rule.fix.matchAll(/\b(components|packages|policies)\/[\w/.-]*\w/g))
          expect(existsSync(`${root}${path}`), path).to.equal(true);
        expect(asPolicy(rule).url).to.equal(`docs/policies.md#${rule.name}`);
      });

      it("needs no configuration, and describes each setting", () => {
        expect(rule.config.safeParse({}).success).to.equal(true);
        const { properties = {} } = asPolicy(rule).configSchema ?? {};
        for (const property of Object.values(properties)) {
          expect(property.description).to.be.a("string");
          expect(property).to.have.property("default");
        }
      });

      it("has remediations if its level is remediate", () => {
        if (rule.enforcement === "remediate") expect(rule).to.have.property("remediations");
      });
    });

  for (const file of readdirSync(`${root}policies`).filter((name) => name.startsWith("policy-config.")))
    it(`${file}: no problems`, () => {
      expect(readPolicyConfig(read(`policies/${file}`), rules).problems).to.deep.equal([]);
    });

  it("docs/policies.md: up to date (npx batchline policy docs writes it)", () => {
    const page = read("docs/policies.md");
    expect(withRules(page, rules)).to.equal(page);
  });
});
