import { expect } from "chai";
import { type Command, makeProject, type Project } from "../testing/cli/project.ts";

describe("batchline local, in a process of its own", function () {
  this.timeout(180_000);
  let project: Project;
  before(async () => {
    project = await makeProject({ "cafe-lumiere.yaml": undefined });
  });
  let local: Command;
  afterEach(() => local.child.kill("SIGKILL"));
  after(() => project.remove());

  it("keeps the stack up for other processes until Ctrl-C, with exit code 130", async () => {
    local = project.batchline("local");
    await local.said("ready");
    // There is nothing to rescale, so the run ends at once.
    const run = await project.batchline("run", "rescale-images", "--local", "--json").ended;
    expect(run.status, run.stderr).to.equal(0);
    expect(run.stderr).to.contain(`(process ${local.child.pid})`);
    expect(JSON.parse(run.stdout)).to.include({ workflow: "rescale-images", status: "SUCCEEDED" });

    const second = await project.batchline("local").ended;
    expect([second.status, second.stdout]).to.deep.equal([1, ""]);
    expect(second.stderr).to.contain("BL-U016").and.contain(`process ${local.child.pid}`);

    local.child.kill("SIGINT");
    const { status, stdout, stderr } = await local.ended;
    expect(status, stderr).to.equal(130);
    const names = [...stdout.matchAll(/^export (\w+)=\S+$/gm)].map(([, name]) => name);
    const ofAws = ["AWS_ENDPOINT_URL", "AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"];
    expect(names).to.deep.equal([...ofAws, "PULUMI_DEBUG_PROVIDERS"]);
    if (process.platform === "linux") expect(await project.processes()).to.deep.equal([]);
  });
});
