import { expect } from "chai";
import { checkAll, unknown } from "../../testing/policies/checking.ts";
import { environmentWith, happyStack, nodesWith } from "../../testing/policies/happy.ts";
import { multiNodeOnDemand as rule } from "./multi-node-on-demand.ts";

describe("policy multi-node-on-demand", () => {
  const fetch = nodesWith({ vcpus: 4, memory: 2_048 });
  const onDemand = environmentWith({ type: "EC2" });

  it("a multi-node job on demand, and by other jobs on Spot: accepted", () => {
    expect(checkAll(rule, happyStack({ fetch, spot: onDemand }))).to.deep.equal({
      violations: [],
      unchecked: [],
    });
    expect(checkAll(rule, happyStack()).violations).to.deep.equal([]);
  });

  it("a multi-node job on a queue with a Spot environment: refused", () => {
    expect(checkAll(rule, happyStack({ fetch })).violations).to.deep.equal(["fetch: type"]);
  });

  it("unknown environments: unchecked, and the others are checked", () => {
    const found = checkAll(rule, happyStack({ fetch, "on-demand": environmentWith({ type: unknown }) }));
    expect(found.violations).to.have.lengthOf(1);
    expect(found.unchecked).to.deep.equal(["on-demand: computeResources.type"]);
  });
});
