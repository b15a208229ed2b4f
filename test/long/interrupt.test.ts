import { expect } from "chai";
import { makeProject, type Project } from "../../testing/cli/project.ts";

describe("batchline run --local, when it is interrupted", function () {
  this.timeout(180_000);
  let project: Project;
  before(async () => {
    project = await makeProject({ "cafe-lumiere.yaml": undefined });
  });
  after(() => project.remove());

  it("ends everything within 5 s of Ctrl-C, with exit code 130", async function () {
    if (process.platform !== "linux") this.skip();
    const interrupted = project.batchline("run", "catalog-import", "--local");
    await interrupted.said("fetch 1/1");
    expect(await project.processes()).to.have.length.above(1);
    // What is still there after 5 s is killed. The rest is for a busy machine.
    const begin = Date.now();
    interrupted.child.kill("SIGINT");
    const { status, stderr } = await interrupted.ended;
    expect([status, Date.now() - begin < 10_000], stderr).to.deep.equal([130, true]);
    expect(await project.processes()).to.deep.equal([]);
  });

  it("works the next time", async () => {
    const { status, stderr } = await project.batchline("run", "sitemap", "--local").ended;
    expect(status, stderr).to.equal(0);
  });
});
