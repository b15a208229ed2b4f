import { expect } from "chai";
import { judgeAll, unknown } from "../../testing/policies/checking.ts";
import { environmentWith } from "../../testing/policies/happy.ts";
import { stackVcpuCap as rule } from "./stack-vcpu-cap.ts";

describe("policy stack-vcpu-cap", () => {
  const spot = { ...environmentWith({ maxVcpus: 12 }), name: "spot" };
  const onDemand = { ...environmentWith({ maxVcpus: 5 }), name: "on-demand" };

  it("is kept by environments that are within the cap together", () => {
    expect(judgeAll(rule, [spot, onDemand], { maxVcpus: 17 })).to.deep.equal({
      violations: [],
      unjudged: [],
    });
  });

  it("refuses environments that exceed it only together", () => {
    expect(judgeAll(rule, [spot, onDemand], { maxVcpus: 16 }).violations).to.deep.equal([
      "the environments may reach 17 vCPUs together (spot 12, on-demand 5); the cap is 16",
    ]);
  });

  it("adds up what is known, and says what is not", () => {
    const later = { ...environmentWith({ maxVcpus: unknown }), name: "later" };
    expect(judgeAll(rule, [later, spot, onDemand], { maxVcpus: 16 })).to.deep.equal({
      violations: ["the environments may reach 17 vCPUs together (spot 12, on-demand 5); the cap is 16"],
      unjudged: ["later: computeResources.maxVcpus"],
    });
  });
});
