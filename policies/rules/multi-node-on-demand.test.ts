import { expect } from "chai";
import { judgeAll, unknown } from "../../testing/policies/checking.ts";
import { environmentWith, happyStack, nodesWith } from "../../testing/policies/happy.ts";
import { multiNodeOnDemand as rule } from "./multi-node-on-demand.ts";

describe("policy multi-node-on-demand", () => {
  const fetch = nodesWith({ vcpus: 4, memory: 2_048 });
  const onDemand = environmentWith({ type: "EC2" });

  it("is kept by a multi-node job on demand, and by other jobs on Spot", () => {
    expect(judgeAll(rule, happyStack({ fetch, spot: onDemand }))).to.deep.equal({
      violations: [],
      unjudged: [],
    });
    expect(judgeAll(rule, happyStack()).violations).to.deep.equal([]);
  });

  it("refuses a multi-node job on a queue with a Spot environment", () => {
    expect(judgeAll(rule, happyStack({ fetch })).violations).to.deep.equal([
      "fetch: it is a multi-node job, and goes to queue, whose environment spot is of type SPOT",
    ]);
  });

  it("judges the environments it sees, and says which it could not", () => {
    const found = judgeAll(rule, happyStack({ fetch, "on-demand": environmentWith({ type: unknown }) }));
    expect(found.violations).to.have.lengthOf(1);
    expect(found.unjudged).to.deep.equal(["on-demand: computeResources.type"]);
  });
});
