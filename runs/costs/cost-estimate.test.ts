import { vcpuPrice } from "@batchline/aws-facts";
import { expect } from "chai";
import type { StageUsage } from "../../contract/stage-usage.ts";
import { noUsage } from "../../contract/usage-sums.ts";
import { estimateCost, regionOf, sumOf } from "./cost-estimate.ts";

const region = "us-east-1";
const hour = 3600;
/** Ten vCPU hours on Spot and one on demand, with 2 GiB for each vCPU. */
const usage: StageUsage = {
  ...noUsage,
  vcpuSeconds: { spot: 10 * hour, onDemand: hour, unknown: 0 },
  families: { c7g: { spot: 10 * hour, onDemand: hour } },
  gibSeconds: 22 * hour,
};
const { onDemand, spot } = vcpuPrice("c7g", region)!;

describe("an estimate of costs", () => {
  it("has the vCPUs by family and price class", () => {
    const { usd, unpricedVcpuHours } = estimateCost(usage, region);
    expect(usd).to.be.closeTo(10 * spot + onDemand, 1e-9);
    expect(unpricedVcpuHours).to.equal(0);
  });

  it("counts memory that is more than the vCPUs' share of an instance", () => {
    const { usd } = estimateCost({ ...usage, gibSeconds: 44 * hour }, region);
    expect(usd).to.be.closeTo(2 * (10 * spot + onDemand), 1e-9);
  });

  it("says what it lacks: unknown instances, families and regions", () => {
    const unknown = { ...usage.vcpuSeconds, unknown: 3 * hour };
    expect(estimateCost({ ...usage, vcpuSeconds: unknown }, region).unpricedVcpuHours).to.equal(3);
    const families = { q9: { spot: 10 * hour, onDemand: hour } };
    expect(estimateCost({ ...usage, families }, region)).to.deep.equal({ usd: 0, unpricedVcpuHours: 11 });
    expect(estimateCost(usage, "mars-east-1")).to.deep.equal({ usd: undefined, unpricedVcpuHours: 11 });
  });

  it("of several stages is unknown if one is", () => {
    expect(sumOf([estimateCost(usage, "mars-east-1"), estimateCost(usage, region)]).usd).to.equal(undefined);
    expect(sumOf([])).to.deep.equal({ usd: 0, unpricedVcpuHours: 0 });
  });

  it("is for the stack's region", () => {
    const arn = "arn:aws:states:eu-central-1:000000000000:stateMachine:import";
    expect(regionOf({ stateMachines: { import: arn } })).to.equal("eu-central-1");
  });
});
