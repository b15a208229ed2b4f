import { join } from "node:path";
import { deployProgram, type EmbeddedAws, startEmbeddedAws } from "@batchline/embedded-aws";
import type { Service } from "@batchline/embedded-aws/testing";
import { expect } from "chai";
import { planRerun } from "../../runs/control/plan-rerun.ts";
import { startRun } from "../../runs/control/start-run.ts";
import { type Followed, followRun } from "../../runs/follow/follow-run.ts";
import { openRun } from "../../runs/records/open-run.ts";
import { openStack, type Stack } from "../../runs/stack/stack.ts";
import type { StackOutputs } from "../../runs/stack/target.ts";
import { makeProject, type Project } from "../../testing/cli/project.ts";
import { catalogImport } from "../../workflows/catalog-import/workflow.ts";

const workflow = catalogImport.name;

describe("a run whose last stage failed", function () {
  this.timeout(180_000);
  /** Requests for what suppliers deliver: feeds and images. */
  let deliveries = 0;
  let isBroken = true;
  const guard = (service: Service): Service =>
    service.signingName !== "s3" ? service : { ...service, handle: (request) => handled(service, request) };
  const handled: (
    service: Service,
    request: Parameters<Service["handle"]>[0],
  ) => ReturnType<Service["handle"]> = (service, request) => {
    if (request.method === "GET" && request.path.includes("/supplier/")) deliveries++;
    const isRescaled = request.method === "PUT" && request.path.includes("/renditions/");
    if (!isBroken || !isRescaled) return service.handle(request);
    const body = "<Error><Code>AccessDenied</Code><Message>no renditions today</Message></Error>";
    return Promise.resolve({ status: 403, headers: { "content-type": "application/xml" }, body });
  };
  let project: Project;
  let aws: EmbeddedAws;
  let stack: Stack;
  before(async () => {
    project = await makeProject({ "cafe-lumiere.yaml": undefined, "ember-toys.yaml": undefined });
    aws = await startEmbeddedAws({ dir: join(project.root, ".local", "aws"), intercept: guard });
    const deployed = await deployProgram(aws, { root: project.root, stack: "dev" });
    const outputs = deployed.outputs as unknown as StackOutputs;
    stack = openStack({ option: "--local", client: aws.clientConfig, outputs, pollMs: 100 }, [catalogImport]);
  });
  after(async () => {
    stack?.clients.destroy();
    await aws?.stop();
    await project?.remove();
  });

  const { signal } = new AbortController();
  const ended = (run: Followed) => followRun(stack, run, { signal, say: () => {}, onProgress: () => {} });

  it("is rerun without a single download, and then has what an undisturbed run has", async () => {
    const first = await ended(await startRun(stack, workflow, {}));
    expect(first.status).to.equal("FAILED");
    expect(deliveries).to.be.above(20);

    const { runId } = first;
    const rest = await planRerun(await openRun(stack, workflow, runId), {});
    expect(rest.tenants.map(({ tenant, stages }) => [tenant, stages])).to.deep.equal([
      ["cafe-lumiere", ["rescale"]],
      ["ember-toys", ["rescale"]],
    ]);
    deliveries = 0;
    isBroken = false;
    const again = await ended(await startRun(stack, workflow, { resume: runId }));
    expect(again.reason).to.equal("2 tenants succeeded");
    expect(deliveries).to.equal(0);
    const done = again.tenants.map(({ tenant, items }) => [tenant, items?.rescale?.done]);
    expect(done).to.deep.equal([
      ["cafe-lumiere", 10],
      ["ember-toys", 12],
    ]);
  });
});
