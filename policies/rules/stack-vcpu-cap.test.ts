import { expect } from "chai";
import { checkAll, unknown } from "../../testing/policies/checking.ts";
import { environmentWith } from "../../testing/policies/happy.ts";
import { stackVcpuCap as rule } from "./stack-vcpu-cap.ts";

describe("policy stack-vcpu-cap", () => {
  const spot = { ...environmentWith({ maxVcpus: 12 }), name: "spot" };
  const onDemand = { ...environmentWith({ maxVcpus: 5 }), name: "on-demand" };

  it("environments that are within the cap together: accepted", () => {
    expect(checkAll(rule, [spot, onDemand], { maxVcpus: 17 })).to.deep.equal({
      violations: [],
      unchecked: [],
    });
  });

  it("environments that exceed the cap together: refused", () => {
    expect(checkAll(rule, [spot, onDemand], { maxVcpus: 16 }).violations).to.deep.equal([
      "computeResources.maxVcpus",
    ]);
  });

  it("unknown environments: unchecked, and the others add up", () => {
    const later = { ...environmentWith({ maxVcpus: unknown }), name: "later" };
    expect(checkAll(rule, [later, spot, onDemand], { maxVcpus: 16 })).to.deep.equal({
      violations: ["computeResources.maxVcpus"],
      unchecked: ["later: computeResources.maxVcpus"],
    });
  });
});
