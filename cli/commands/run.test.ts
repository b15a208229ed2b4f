import { readdir } from "node:fs/promises";
import { expect } from "chai";
import { batchlineIn } from "../../testing/cli/in-process.ts";
import { makeProject, type Project } from "../../testing/cli/project.ts";
import { tenantText } from "../../testing/cli/tenants-project.ts";

describe("batchline run: wrong usage", () => {
  let project: Project;
  afterEach(() => project.remove());

  const run = (...args: string[]) => batchlineIn(project.root, "run", ...args);

  it("unknown workflow, option or tenant: exit code 2 with the nearest name", async () => {
    project = await makeProject({ "cafe-lumiere.yaml": undefined });
    const workflow = await run("catalog-inport", "--local");
    const option = await run("catalog-import", "--locl");
    const tenant = await run("catalog-import", "--local", "--tenant", "cafe-lumier");
    expect([workflow, option, tenant].map(({ status }) => status)).to.deep.equal([2, 2, 2]);
    expect(workflow.stderr).to.contain('unknown workflow "catalog-inport": did you mean "catalog-import"?');
    expect(option.stderr).to.contain("--locl").and.contain("Did you mean --local?");
    expect(tenant.stderr).to.contain('unknown tenant "cafe-lumier": did you mean "cafe-lumiere"?');
  });

  it("invalid tenant files: exit code 1 with every problem and its place; nothing starts", async () => {
    project = await makeProject({
      "a.yaml": `${tenantText("a")}colour: red\n`,
      "b.yaml": tenantText("b").replace("https:", "ftp:"),
    });
    const { status, stderr } = await run("catalog-import", "--local");
    expect(status).to.equal(1);
    expect(stderr).to.contain("a.yaml:9:1").and.contain("colour").and.contain("b.yaml:7:12");
    expect(await readdir(project.root)).not.to.include(".local");
  });
});
