import { once } from "node:events";
import { expect } from "chai";
import { type Command, makeProject, type Project } from "../../testing/cli/project.ts";

const exported = [
  "AWS_ENDPOINT_URL",
  "AWS_REGION",
  "AWS_ACCESS_KEY_ID",
  "AWS_SECRET_ACCESS_KEY",
  "PULUMI_DEBUG_PROVIDERS",
];

describe("batchline local, in processes of its own", function () {
  this.timeout(180_000);
  let project: Project;
  let local: Command;
  before(async () => {
    project = await makeProject({ "cafe-lumiere.yaml": undefined });
  });
  beforeEach(async () => {
    local = project.batchline("local");
    await local.said("ready");
  });
  afterEach(() => local.child.kill("SIGKILL"));
  after(() => project.remove());

  /** Presses Ctrl-C. */
  const end = () => {
    local.child.kill("SIGINT");
    return local.ended;
  };

  it("keeps the stack up until Ctrl-C, with lines for other processes, and exit code 130", async () => {
    const second = await project.batchline("local").ended;
    expect([second.status, second.stdout]).to.deep.equal([1, ""]);
    expect(second.stderr).to.contain("BL-U016").and.contain(`process ${local.child.pid}`);

    const { status, stdout, stderr } = await end();
    expect(status, stderr).to.equal(130);
    expect([...stdout.matchAll(/^export (\w+)=\S+$/gm)].map(([, name]) => name)).to.deep.equal(exported);
    if (process.platform === "linux") expect(await project.processes()).to.deep.equal([]);
  });

  it("continues from what it deployed the last time, for batchline run and the dashboard in other processes", async () => {
    // There is nothing to rescale, so the run ends at once.
    const run = await project.batchline("run", "rescale-images", "--local", "--json").ended;
    expect(run.status, run.stderr).to.equal(0);
    expect(run.stderr).to.contain(`(process ${local.child.pid})`);
    expect(JSON.parse(run.stdout)).to.include({ workflow: "rescale-images", status: "SUCCEEDED" });
    const { runId } = JSON.parse(run.stdout);
    const served = project.batchline("dashboard", "--local", "--json");
    const [printed] = await once(served.child.stdout, "data");
    const { address } = JSON.parse(String(printed));
    const opened = await fetch(address, { redirect: "manual" });
    const cookie = opened.headers.getSetCookie()[0]?.split(";")[0] ?? "";
    const runs = await fetch(new URL("/api/runs", address), { headers: { cookie } });
    expect(await runs.json()).to.have.nested.property("runs[0].runId", runId);
    served.child.kill("SIGINT");
    expect((await served.ended).status).to.equal(130);

    expect((await end()).stderr).to.match(/Resources:\n +\d+ unchanged\n/);
  });
});
