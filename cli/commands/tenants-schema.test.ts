import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { tenantSchemaText } from "../../config/tenants/json-schema.ts";
import { paramsOf } from "../../config/workflow-params.ts";
import { batchlineIn } from "../../testing/cli/in-process.ts";
import { projectFolder } from "../../testing/cli/tenants-project.ts";
import { workflows } from "../../workflows/declarations.ts";

describe("batchline tenants schema", () => {
  it("the schema: written, and --check fails only after a change", async () => {
    using project = projectFolder({});
    const file = join(project.root, "config", "tenant.schema.json");
    const check = () => batchlineIn(project.root, "tenants", "schema", "--check");

    const missing = await check();
    expect(missing.status).to.equal(1);
    expect(missing.stderr).to.equal(
      "error: BL-U005: config/tenant.schema.json is not up to date: run npm run schema, and commit the file\n",
    );
    expect(await batchlineIn(project.root, "tenants", "schema")).to.deep.equal({
      ...{ status: 0, stderr: "", stdout: "wrote config/tenant.schema.json\n" },
    });
    expect(readFileSync(file, "utf8")).to.equal(tenantSchemaText(paramsOf(workflows)));
    expect(await check()).to.deep.equal({ status: 0, stdout: "", stderr: "" });
    writeFileSync(file, "{}\n");
    expect((await check()).status).to.equal(1);
  });
});
