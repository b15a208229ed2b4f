import type { CheckedProgram } from "@batchline/embedded-aws";
import { expect } from "chai";
import { fixtureProgram } from "../testing/checkout.ts";
import { bothViews, verdicts } from "../testing/policies/partly-known.ts";
import { checkedProgram } from "../testing/pulumi/program-run.ts";
import { json, type Policy } from "../testing/pulumi/registrations.ts";
import { readPolicyConfig } from "./pack/policy-config.ts";
import { rules } from "./rule-list.ts";
import { tenantIsolation } from "./rules/tenant-isolation.ts";

describe("the policy pack on another team's program", () => {
  let checked: CheckedProgram;
  before(async () => {
    // The developer reads tenants' data, which the program's owners have decided.
    const config = JSON.stringify({ "tenant-isolation": { exempt: ["developer"] } });
    const { settings } = readPolicyConfig(config, rules);
    const root = fixtureProgram("embedding");
    checked = await checkedProgram({ root, stack: "dev", settings, values: "deployed" });
  });

  it("no mandatory violation, also of roles of people, and nothing is unchecked", () => {
    expect(checked.resources.map(({ name }) => name)).to.include.members([
      "support",
      "operator",
      "developer",
    ]);
    const found = checked.findings.filter(
      ({ kind, enforcement }) => kind === "unchecked" || (kind === "violation" && enforcement !== "advisory"),
    );
    expect(found).to.deep.equal([]);
    expect(checked.refused).to.deep.equal([]);
  });

  describe("tenant-isolation, when the workers' role for tenants", () => {
    /** The paths of violations when one document of the role is different. */
    const violations = (property: "assumeRolePolicy" | "policy", change: (document: Policy) => Policy) => {
      // Without the developer's role, which only an exemption allows.
      const others = checked.resources.filter(
        ({ name }) => !/^(developer|batchline-(developer|reproduce))/.test(name),
      );
      const resources = others.map((resource) => {
        const { name, outputs } = resource;
        if (name !== "greetings-tenant" || outputs[property] === undefined) return resource;
        return {
          ...resource,
          outputs: { ...outputs, [property]: JSON.stringify(change(json(outputs[property]))) },
        };
      });
      const { asDeployed } = bothViews(resources, resources, []);
      return verdicts(tenantIsolation, asDeployed)
        .get("the stack")
        ?.violations.map(({ path }) => path);
    };

    it("is as it is: accepted", () => {
      expect(violations("policy", (policy) => policy)).to.deep.equal([]);
    });

    it("needs no tag to be assumed: refused", () => {
      const open = (trust: Policy) => ({
        ...trust,
        Statement: trust.Statement.map(({ Condition, ...rest }) => ({ ...rest, Action: "sts:AssumeRole" })),
      });
      expect(violations("assumeRolePolicy", open)).to.deep.equal(
        [0, 1, 2].map((at) => `assumeRolePolicy.Statement[${at}]`),
      );
    });

    it("is not limited by the tag in any one statement: refused", () => {
      const tag = /\$\{aws:PrincipalTag\/tenant\}/;
      const unlimited = ({ Condition, Resource, ...rest }: Policy["Statement"][number]) => ({
        ...rest,
        Resource: String(Resource).replace(tag, "*"),
      });
      for (const at of [0, 1]) {
        const wide = (policy: Policy) => {
          expect(policy.Statement).to.have.length(3);
          return {
            ...policy,
            Statement: policy.Statement.map((each, index) => (index === at ? unlimited(each) : each)),
          };
        };
        expect(violations("policy", wide)).to.deep.equal([`policy.Statement[${at}]`]);
      }
    });
  });
});
