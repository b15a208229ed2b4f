import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { errorCodes } from "../config/tenants/error-codes.ts";
import { tenantJsonSchema } from "../config/tenants/json-schema.ts";
import { paramsOf } from "../config/workflow-params.ts";
import { workflows } from "../workflows/declarations.ts";

const page = readFileSync(join(import.meta.dirname, "tenants.md"), "utf8");

describe("docs/tenants.md", () => {
  it("lists every problem code with its meaning", () => {
    for (const [code, { means }] of Object.entries(errorCodes))
      expect(page).to.include(`| ${code} | ${means} |`);
  });

  it("names every key of a tenant's file, and of each workflow's block in the workflow's own section", () => {
    const { properties } = tenantJsonSchema(paramsOf(workflows));
    expect(Object.keys(properties ?? {}).filter((key) => !page.includes(`| \`${key}\``))).to.deep.equal([]);
    expect(page).to.match(/^## `/m);
    for (const [workflow, block] of Object.entries(properties?.workflows?.properties ?? {})) {
      const [, section] = page.split(`## \`${workflow}\``);
      // A user's new workflow need not have a section.
      if (section === undefined) continue;
      const [own = ""] = section.split("\n## ", 1);
      const keys = Object.keys(block.properties ?? {});
      expect(
        keys.filter((key) => !own.includes(`| \`${key}`)),
        workflow,
      ).to.deep.equal([]);
    }
  });
});
