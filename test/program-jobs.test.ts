import { type PropertyValue, unknown } from "@batchline/pulumi-engine";
import { expect } from "chai";
import { programRun } from "../testing/pulumi/program-run.ts";
import { json, type Registrations } from "../testing/pulumi/registrations.ts";
import { workflows } from "../workflows/declarations.ts";

describe("the program's jobs", () => {
  let dev: Registrations;
  let prod: Registrations;
  before(async () => {
    // The runs of program.test.ts, which are shared.
    [dev, prod] = await Promise.all([
      programRun({ mode: "up", config: { consumableResources: { "orders-database": 20 } } }),
      programRun({ stack: "prod", mode: "preview", config: { ami: "recommended" } }),
    ]);
  });

  it("builds the worker's image for the instances' processor, and runs it by digest", () => {
    expect(dev.get("awsx:ecr:Image", "worker").inputs).to.deep.equal({
      repositoryUrl: "123456789012.dkr.ecr.eu-central-1.amazonaws.com/worker",
      context: ".",
      dockerfile: "worker/Dockerfile",
      platform: "linux/amd64",
    });
    expect(container(dev, "fetch").image).to.match(/\/worker@sha256:[0-9a-f]{64}$/);
  });

  it("keeps a number of images for runs under way and rollbacks, and deletes none itself", () => {
    expect(dev.get("awsx:ecr:Image", "worker").options.retainOnDelete).to.equal(true);
    expect(dev.get("awsx:ecr:Repository", "worker").inputs).to.deep.equal({
      forceDelete: true,
      imageScanningConfiguration: { scanOnPush: true },
      lifecyclePolicy: {
        rules: [
          {
            description: "Keep 20 images that lost their tag",
            tagStatus: "untagged",
            maximumNumberOfImages: 20,
          },
        ],
      },
    });
  });

  it("declares a job definition for each stage of each workflow", () => {
    const names = dev.all("JobDefinition").map(({ name }) => name);
    expect(names).to.have.members(
      workflows.flatMap(({ name, stages }) => Object.keys(stages).map((stage) => `${name}-${stage}`)),
    );
    expect(names).to.include.members([
      "catalog-import-fetch",
      "catalog-import-download",
      "catalog-import-rescale",
      "rescale-images-remake-renditions",
      "sitemap-write-sitemap",
      "find-duplicates-find-duplicates",
    ]);
    expect(container(dev, "rescale").command).to.deep.equal(["rescale"]);
  });

  it("has the nodes of a job in one zone, near each other and reachable for each other alone", () => {
    const { inputs } = dev.get("ComputeEnvironment", "on-demand-nodes");
    expect(inputs.computeResources).to.deep.include({
      placementGroup: "nodes-name",
      securityGroupIds: ["network-workers-id", "nodes-id"],
    });
    const { subnets } = inputs.computeResources as { readonly subnets: readonly string[] };
    expect(subnets).to.have.length(1);
    const { inputs: others } = dev.get("ComputeEnvironment", "compute-spot");
    expect(others.computeResources).to.deep.include({ securityGroupIds: ["network-workers-id"] });
    expect(others.computeResources).not.to.have.property("placementGroup");
  });

  it("gives the state machine the functions by version, the queue, and the job definitions by revision", () => {
    const { definition } = dev.get("StateMachine", "catalog-import").inputs;
    expect(definition)
      .to.contain("arn:aws:lambda:::function:metadata:3")
      .and.contain("arn:aws:lambda:::function:summary:3")
      .and.contain("arn:aws:JobQueue:::compute")
      .and.contain("arn:aws:JobDefinition:::catalog-import-fetch:3")
      .and.not.match(/\$\{/);
    expect(prod.get("StateMachine", "catalog-import").inputs.definition).to.equal(unknown);
  });
});

function container(program: Registrations, stage: string) {
  const { containerProperties } = program.get("JobDefinition", `catalog-import-${stage}`).inputs;
  return json<Readonly<Record<string, PropertyValue>>>(containerProperties);
}
