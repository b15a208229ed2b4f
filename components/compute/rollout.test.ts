import { runAwsProgram } from "@batchline/embedded-aws";
import type { RegisteredResource } from "@batchline/pulumi-engine";
import { unknown } from "@batchline/pulumi-engine";
import { expect } from "chai";
import { fixtureProgram } from "../../testing/checkout.ts";
import { json, Registrations, record } from "../../testing/pulumi/registrations.ts";
import { secondDeployment } from "../../testing/pulumi/second-deployment.ts";
import { standInAccount } from "../../testing/pulumi/stand-in-account.ts";
import { variants } from "../../testing/pulumi/variants.ts";

const root = fixtureProgram("rollout");

describe("compute environments over two deployments", () => {
  let first: Registrations;
  let second: Registrations;
  before(async function () {
    this.timeout(60_000);
    const provider = standInAccount();
    const deploy = async (changed: "true" | "false") =>
      new Registrations(
        await runAwsProgram({ root, stack: "dev", mode: "up", provider, config: { changed } }),
      );
    first = await deploy("false");
    second = await deploy("true");
  });

  const versions = (run: Registrations, compute: string) =>
    ["spot", "fallback"].map((name) => {
      const { inputs } = run.get("ComputeEnvironment", `${compute}-${name}`);
      return record(record(inputs.computeResources).launchTemplate).version;
    });
  const steps = (compute: string) =>
    secondDeployment(first, second, isReplaced).filter((step) => step.split(" ")[2]?.startsWith(compute));

  for (const compute of ["disk", "tags", "image", "script"]) {
    it(`follow the launch template in place when its ${compute} changes`, () => {
      expect(versions(first, compute)).to.deep.equal(["1", "1"]);
      expect(versions(second, compute)).to.deep.equal(["2", "2"]);
      expect(steps(compute)).to.deep.equal([
        `update LaunchTemplate ${compute}-instances`,
        `update ComputeEnvironment ${compute}-spot`,
        `update ComputeEnvironment ${compute}-fallback`,
      ]);
    });
  }

  it("unchanged: nothing is updated", () => {
    expect(versions(second, "same")).to.deep.equal(["1", "1"]);
    expect(steps("same")).to.deep.equal([]);
  });

  it("Spot Fleet: create the new one, repoint the queue, wait, delete the old one", () => {
    expect(steps("legacy")).to.deep.equal([
      "update LaunchTemplate legacy-instances",
      "replace ComputeEnvironment legacy-spot",
      "replace Sleep legacy-spot-settled",
      "update JobQueue legacy",
      "delete Sleep legacy-spot-settled",
      "delete ComputeEnvironment legacy-spot",
    ]);
  });

  it("removed environments: leave the queue, and are deleted after a wait", () => {
    expect(steps("shrunk")).to.deep.equal([
      "update JobQueue shrunk",
      "delete Sleep shrunk-fallback-settled",
      "delete ComputeEnvironment shrunk-fallback",
    ]);
  });

  it("the wait: a minute before deletion, none before creation", () => {
    for (const { name, inputs } of first.all("Sleep"))
      expect(inputs, name).to.deep.equal({
        destroyDuration: "60s",
        triggers: { environment: `arn:aws:ComputeEnvironment:::${name.replace("-settled", "")}` },
      });
    expect(first.dependencies(first.get("JobQueue", "legacy"))).to.include("Sleep legacy-spot-settled");
  });

  it("the wait: same order while values are unknown at preview", async () => {
    const preview = await variants("preview");
    const waitsFor = (type: string, name: string) => preview.dependencies(preview.get(type, name));
    expect(waitsFor("JobQueue", "several")).to.deep.equal([
      "ComputeEnvironment several-nodes",
      "Sleep several-nodes-settled",
    ]);
    expect(waitsFor("Sleep", "several-nodes-settled")).to.deep.equal(["ComputeEnvironment several-nodes"]);
    expect(preview.get("Sleep", "several-nodes-settled").inputs.triggers).to.deep.equal({
      environment: unknown,
    });
    expect(waitsFor("ComputeEnvironment", "several-nodes")).to.include("LaunchTemplate several-instances");
  });

  it("Spot Fleet: has its role and no policy for updates in place", () => {
    const { inputs } = first.get("ComputeEnvironment", "legacy-spot");
    expect(inputs).not.to.have.property("updatePolicy");
    expect(inputs.computeResources).to.deep.include({
      type: "SPOT",
      allocationStrategy: "BEST_FIT",
      spotIamFleetRole: "arn:aws:iam::000000000000:role/legacy-spot-fleet",
    });
    expect(json(first.get("Role", "legacy-spot-fleet").inputs.assumeRolePolicy).Statement).to.deep.equal([
      { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "spotfleet.amazonaws.com" } },
    ]);
    expect(first.get("RolePolicyAttachment", "legacy-spot-fleet").inputs).to.deep.equal({
      role: "legacy-spot-fleet-name",
      policyArn: "arn:aws:iam::aws:policy/service-role/AmazonEC2SpotFleetTaggingRole",
    });
    expect(first.dependencies(first.get("ComputeEnvironment", "legacy-spot"))).to.include(
      "RolePolicyAttachment legacy-spot-fleet",
    );
  });
});

/** As @pulumi/aws and @pulumiverse/time answer: only BEST_FIT cannot take another launch template in place. */
function isReplaced({ type }: RegisteredResource, { inputs }: RegisteredResource): boolean {
  if (type.endsWith(":Sleep")) return true;
  return (
    type.endsWith(":ComputeEnvironment") && record(inputs.computeResources).allocationStrategy === "BEST_FIT"
  );
}
