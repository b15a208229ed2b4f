import { expect } from "chai";
import { queueNames } from "../workflow-kit/at-deploy/stage-queue.ts";
import { architectureOf } from "./instance-types.ts";
import { amiOf, environmentsOf, registryAccess, vpcOf } from "./placement.ts";
import { loadStackConfig } from "./stack.ts";
import { defaultInstanceTypes } from "./stack-defaults.ts";

const configured = (values: Readonly<Record<string, string>> = {}) =>
  loadStackConfig({ get: (key) => values[key] }, "dev", []);

describe("vpcOf", () => {
  it("a new one unless one is configured", () => {
    expect(vpcOf(configured({ zones: "3", internet: "none" }))).to.deep.equal({ zones: 3, internet: "none" });
    expect(vpcOf(configured({ vpcId: "vpc-1", subnetIds: '["subnet-1"]' }))).to.deep.equal({
      vpcId: "vpc-1",
      subnetIds: ["subnet-1"],
      routeTableIds: [],
    });
  });
});

describe("environmentsOf", () => {
  const arm64 = ["c7g", "m7g", "c6g", "m6g"];

  it("default: Spot only", () => {
    expect(environmentsOf(configured({ maxVcpus: "16" }), "compute")).to.deep.equal([
      { name: "spot", purchase: "spot", minVcpus: 0, maxVcpus: 16, instanceTypes: arm64 },
    ]);
  });

  it("fallback: on demand, with its own limit", () => {
    expect(environmentsOf(configured({ maxVcpus: "192", onDemandMaxVcpus: "64" }), "compute")).to.deep.equal([
      { name: "spot", purchase: "spot", minVcpus: 0, maxVcpus: 192, instanceTypes: arm64 },
      { name: "on-demand", purchase: "on-demand", maxVcpus: 64, instanceTypes: arm64 },
    ]);
  });

  it("spot false: on demand only", () => {
    expect(environmentsOf(configured({ spot: "false", maxVcpus: "8" }), "compute")).to.deep.equal([
      { name: "on-demand", purchase: "on-demand", minVcpus: 0, maxVcpus: 8, instanceTypes: arm64 },
    ]);
  });

  it("BEST_FIT: a Spot Fleet", () => {
    expect(environmentsOf(configured({ spotAllocation: "BEST_FIT" }), "compute")[0]).to.include({
      purchase: "spot",
      allocation: "BEST_FIT",
    });
  });

  it("instance types: the configured ones, or the architecture's defaults", () => {
    const types = (values: Readonly<Record<string, string>>) =>
      environmentsOf(configured(values), "compute")[0]?.instanceTypes;
    expect(types({ instanceTypes: '["m8g.xlarge"]' })).to.deep.equal(["m8g.xlarge"]);
    expect(types({ architecture: "x86_64" }))
      .to.include("m7i")
      .and.not.include("m7g");
  });
});

describe("environmentsOf, for the other queues", () => {
  const x86 = { architecture: "x86_64" };

  it("gpu: on Spot, with a fallback if it has a limit", () => {
    const gpu = { gpu: true, instanceTypes: ["g4dn", "g5", "g6"] };
    expect(environmentsOf(configured(x86), "gpu")).to.deep.equal([
      { name: "spot", purchase: "spot", maxVcpus: 16, ...gpu },
    ]);
    const bounds = { gpuMaxVcpus: "96", gpuOnDemandMaxVcpus: "48", maxVcpus: "8", minVcpus: "4" };
    expect(environmentsOf(configured({ ...x86, ...bounds }), "gpu")).to.deep.equal([
      { name: "spot", purchase: "spot", maxVcpus: 96, ...gpu },
      { name: "on-demand", purchase: "on-demand", maxVcpus: 48, ...gpu },
    ]);
    const [only] = environmentsOf(configured({ ...x86, spot: "false", gpuInstanceTypes: '["g6e"]' }), "gpu");
    expect(only).to.deep.include({ purchase: "on-demand", instanceTypes: ["g6e"] });
  });

  it("nodes: on demand only, whatever spot is", () => {
    expect(environmentsOf(configured({ multiNodeMaxVcpus: "32" }), "on-demand")).to.deep.equal([
      { name: "nodes", purchase: "on-demand", maxVcpus: 32, instanceTypes: ["c7g", "m7g", "c6g", "m6g"] },
    ]);
  });
});

describe("amiOf", () => {
  it("gpuAmi for the queue with GPUs, ami for the others", () => {
    const config = configured({ ami: "recommended", gpuAmi: "ami-1" });
    expect(amiOf(config, "gpu")).to.deep.equal({ choice: "ami-1", kind: "gpu" });
    for (const queue of ["compute", "on-demand"] as const)
      expect(amiOf(config, queue)).to.deep.equal({ choice: "recommended", kind: "arm64" });
    for (const queue of queueNames) expect(amiOf(configured(), queue)).to.equal(undefined);
  });
});

describe("registryAccess", () => {
  const secretArn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:registry-Ab12Cd";
  const image = `ghcr.io/acme/worker@sha256:${"0".repeat(64)}`;
  const given = { registrySecretArn: secretArn, workerImage: image };

  it("the job by default, instances on request, nobody without a secret", () => {
    expect(registryAccess(configured(given))).to.deep.equal({ job: secretArn });
    expect(registryAccess(configured({ ...given, registryLogin: "ecs-agent" }))).to.deep.equal({
      instances: { secretArn, image },
    });
    expect(registryAccess(configured({ workerImage: image }))).to.deep.equal({});
  });
});

describe("architectureOf", () => {
  const arm64 = [
    "a1",
    "t4g",
    "m7g",
    "c7gn.xlarge",
    "c6gd",
    "x2gd",
    "g5g.xlarge",
    "im4gn",
    "is4gen",
    "r8g.metal-24xl",
  ];
  const x86 = [
    "m7i",
    "c6a",
    "g5.xlarge",
    "g4dn",
    "g6e",
    "gr6",
    "p5",
    "m7i-flex",
    "c5n",
    "inf2",
    "trn1",
    "optimal",
  ];
  it("by the letter after the generation, for families and types", () => {
    for (const type of arm64) expect(architectureOf(type), type).to.equal("arm64");
    for (const type of x86) expect(architectureOf(type), type).to.equal("x86_64");
  });

  it("is what the default families have", () => {
    for (const [architecture, types] of Object.entries(defaultInstanceTypes))
      for (const type of types) expect(architectureOf(type), type).to.equal(architecture);
  });
});
