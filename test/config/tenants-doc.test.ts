import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { tenantJsonSchema } from "../../config/tenants/json-schema.ts";
import { problemCodes } from "../../config/tenants.ts";
import { workflowParams } from "../../config/workflow-params.ts";

const page = readFileSync(join(import.meta.dirname, "../../docs/tenants.md"), "utf8");

describe("docs/tenants.md", () => {
  it("lists every problem code with its meaning", () => {
    for (const [code, meaning] of Object.entries(problemCodes))
      expect(page).to.include(`| ${code} | ${meaning} |`);
  });

  it("names every key of a tenant's file and of catalog-import", () => {
    const { properties } = tenantJsonSchema(workflowParams);
    const block = properties?.workflows?.properties?.["catalog-import"];
    const keys = [...Object.keys(properties ?? {}), ...Object.keys(block?.properties ?? {})];
    expect(keys.filter((key) => !page.includes(`\`${key}`))).to.deep.equal([]);
  });
});
