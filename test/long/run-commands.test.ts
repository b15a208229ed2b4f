import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import type { RunCauses } from "../../contract/causes.ts";
import { fixtureProject } from "../../testing/checkout.ts";
import { breakFetchFor } from "../../testing/cli/broken-fetch.ts";
import { makeProject, type Project } from "../../testing/cli/project.ts";

describe("commands on runs, after the local session has ended", function () {
  this.timeout(180_000);
  let project: Project;
  before(async () => {
    const cafe = await readFile(join(fixtureProject, "tenants", "cafe-lumiere.yaml"), "utf8");
    const like = (id: string) => cafe.replaceAll("cafe-lumiere", id);
    // The two shops have no samples, so no feed.
    project = await makeProject(
      {
        "cafe-lumiere.yaml": cafe,
        "lost-shop.yaml": like("lost-shop"),
        "other-shop.yaml": like("other-shop"),
        "odd-shop.yaml": like("odd-shop"),
      },
      ["index.ts", "workflows"],
    );
    await breakFetchFor("odd-shop", join(project.root, "workflows", "catalog-import", "stages"));
  });
  after(() => project.remove());

  it("name the first cause of each chunk, equal ones together, with logs and what helps", async () => {
    const run = await project.batchline("run", "catalog-import", "--local").ended;
    expect(run.status, run.stderr).to.equal(1);
    const asJson = await project.batchline("why", "--local", "--json").ended;
    expect(asJson.status, asJson.stderr).to.equal(0);
    const found: RunCauses = JSON.parse(asJson.stdout);
    expect(found.headline).to.equal("3 of 4 tenants failed, for 2 causes");
    expect(found.unknown).to.deep.equal([]);
    expect(
      found.causes.map(({ effect, stage, chunks, tenants }) => ({ effect, stage, chunks, tenants })),
    ).to.deep.equal([
      { effect: "failed", stage: "fetch", chunks: 2, tenants: ["lost-shop", "other-shop"] },
      { effect: "failed", stage: "fetch", chunks: 1, tenants: ["odd-shop"] },
    ]);
    const [lost, odd] = found.causes;
    expect(lost?.sentence).to.contain("does not exist");
    expect(odd?.kind).to.equal("crash");
    expect(odd?.where).to.match(/^workflows\/catalog-import\/stages\/fetch\.ts:2:\d+$/);
    expect(odd?.example?.logTail?.join("\n")).to.contain("boom");

    const asText = await project.batchline("why", "--local", "--tenant", "odd-shop").ended;
    expect(asText.stdout).to.contain("✘ 1 chunk of odd-shop, stage fetch: boom");
    expect(asText.stdout).not.to.contain("lost-shop");
    const unknown = await project.batchline("why", "no-such-run", "--local").ended;
    expect(unknown.status).to.equal(2);
  });

  it("list the run, print its logs, also in files with readable names", async () => {
    const listed = await project.batchline("runs", "--local", "--json").ended;
    const [listedRun, ...others] = JSON.parse(listed.stdout);
    expect(others).to.deep.equal([]);
    expect(listedRun).to.deep.include({ workflow: "catalog-import", status: "FAILED", chunks: 4 });
    expect(listedRun.tenants).to.deep.equal({ succeeded: 1, failed: 3, skipped: 0 });
    const { stdout } = await project.batchline("logs", "--local", "--tenant", "odd-shop", "--tail", "5")
      .ended;
    expect(stdout).to.contain("odd-shop").and.contain("boom");
    const files = join(project.root, ".local/latest/logs/catalog-import", listedRun.runId, "odd-shop");
    const [first = ""] = (await readdir(files)).sort();
    expect(first).to.match(/^\d+-fetch-1\.log$/);
    expect(await readFile(join(files, first), "utf8")).to.contain("boom");
  });

  it("run the stage that failed again, which fails as it did, and leave no data", async () => {
    const again = ["reproduce", "--local", "--tenant", "odd-shop", "--stage", "fetch", "--json"];
    const { status, stdout, stderr } = await project.batchline(...again).ended;
    expect(status, stderr).to.equal(1);
    const { inRun, here } = JSON.parse(stdout);
    expect(here).to.deep.include({ status: "FAILED", error: inRun.error, where: inRun.where });
    expect(await readdir(join(project.root, ".local/reproduced"))).to.deep.equal([]);
  });
});
