import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { checkout, fixtureProject } from "../../testing/checkout.ts";
import { workflows } from "../../workflows/declarations.ts";
import { paramsOf } from "../workflow-params.ts";
import { tenantJsonSchema, tenantSchemaText } from "./json-schema.ts";

const workflowParams = paramsOf(workflows);

describe("the tenants' JSON Schema", () => {
  it("is committed as generated (else: npm run schema)", () => {
    const committed = readFileSync(join(checkout, "config/tenant.schema.json"), "utf8");
    expect(committed).to.equal(tenantSchemaText(workflowParams));
  });

  it("is draft-07, which YAML editors read", () => {
    expect(tenantJsonSchema(workflowParams).$schema).to.equal("http://json-schema.org/draft-07/schema#");
  });

  it("describes every key", () => {
    const undescribed: string[] = [];
    const visit = (path: string, schema: ReturnType<typeof tenantJsonSchema>): void => {
      for (const [key, value] of Object.entries(schema.properties ?? {})) {
        if (value.description === undefined) undescribed.push(`${path}${key}`);
        visit(`${path}${key}.`, value);
      }
      if (schema.items) visit(`${path}[].`, schema.items);
    };
    visit("", tenantJsonSchema(workflowParams));
    expect(undescribed).to.deep.equal([]);
  });

  it("is named in the first line of every sample file", () => {
    for (const name of readdirSync(join(fixtureProject, "tenants"))) {
      const [first] = readFileSync(join(fixtureProject, "tenants", name), "utf8").split("\n", 1);
      expect(first, name).to.equal("# yaml-language-server: $schema=../config/tenant.schema.json");
    }
  });
});
