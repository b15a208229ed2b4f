import { rejection } from "@batchline/diagnostics/testing";
import { runAwsProgram } from "@batchline/embedded-aws";
import type { Provider } from "@batchline/pulumi-engine";
import { expect } from "chai";
import { makeProject, type Project } from "../../testing/cli/project.ts";

describe("the program, with a configuration that cannot work", () => {
  let project: Project;
  before(async () => {
    project = await makeProject();
  });
  after(() => project.remove());

  it("reports the mistake and how to set the value, and creates nothing", async () => {
    const run = runAwsProgram({
      ...{ root: project.root, stack: "dev", config: { vpcId: "vpc-0a" } },
      ...{ mode: "up", provider: refusing },
    });
    expect(await rejection(run)).to.have.property(
      "message",
      [
        "the configuration of stack dev is not valid:",
        "Pulumi.dev.yaml: batchline:subnetIds: BL-C003 vpcId is set, so name its subnets in which instances start",
        "  pulumi config set --stack dev --path 'batchline:subnetIds[0]' subnet-0a1b2c3d",
      ].join("\n"),
    );
  });

  it("preview: reports the stage that its instances are too small for", async () => {
    const { root } = project;
    const config = { instanceTypes: ["c7i.large"] };
    const error = await rejection(runAwsProgram({ root, stack: "dev", mode: "preview", config }));
    expect(error.message).to.match(
      /StageJobs "catalog-import": stages\.\w+: needs \d+ vCPUs and \d+ MiB, and no instance of its queue has both/,
    );
  });
});

const refusing: Provider = {
  create: ({ urn }) => Promise.reject(new Error(`${urn} should not have been made`)),
};
