import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { fixtureProject } from "../../testing/checkout.ts";
import { makeProject, type Project } from "../../testing/cli/project.ts";

describe("what a run used, after the local session has ended", function () {
  this.timeout(180_000);
  let project: Project;
  before(async () => {
    const cafe = await readFile(join(fixtureProject, "tenants", "cafe-lumiere.yaml"), "utf8");
    project = await makeProject({ "cafe-lumiere.yaml": cafe }, ["index.ts", "workflows"]);
    const { status, stderr } = await project.batchline("run", "catalog-import", "--local").ended;
    expect(status, stderr).to.equal(0);
  });
  after(() => project.remove());

  const said = async (...args: string[]) => {
    const { status, stdout, stderr } = await project.batchline(...args, "--local").ended;
    expect(status, stderr).to.equal(0);
    return stdout;
  };

  it("costs: each container of the tenant, on known Spot instances", async () => {
    const { rows, total, runsLeftOut } = JSON.parse(await said("costs", "--json"));
    expect([rows.length, runsLeftOut]).to.deep.equal([1, 0]);
    const used = { runs: 1, tries: 3, spotShare: 1, unpricedVcpuHours: 0 };
    expect(rows[0]).to.include({ name: "cafe-lumiere", ...used });
    expect(total).to.include({ name: "total", ...used });
    const csv = await said("costs", "--by", "stage", "--csv");
    const names = csv
      .trim()
      .split("\r\n")
      .map((line) => line.split(",")[0]);
    expect(names).to.have.members([
      "stage",
      ...["download", "fetch", "rescale"].map((stage) => `catalog-import ${stage}`),
    ]);
  });

  it("sizes: a change for stages that declare far more", async () => {
    const stages: { stage: string; changes: { field: string }[] }[] = JSON.parse(
      await said("sizes", "--json"),
    );
    const rescale = stages.find(({ stage }) => stage === "rescale");
    expect(rescale?.changes.map(({ field }) => field)).to.include("memoryMiB");
    expect(await said("sizes")).to.contain("catalog-import rescale: 1 try in 1 run say little");
  });
});
