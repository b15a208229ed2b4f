import { expect } from "chai";
import { checkAll, unknown } from "../../testing/policies/checking.ts";
import { environmentWith, happyStack } from "../../testing/policies/happy.ts";
import { onDemandFallback as rule } from "./on-demand-fallback.ts";

describe("policy on-demand-fallback", () => {
  const asSpot = environmentWith({ type: "SPOT" });
  const onDemandOnly = environmentWith({ type: "EC2" });

  it("a queue with Spot first and on demand next: accepted", () => {
    expect(checkAll(rule, happyStack())).to.deep.equal({ violations: [], unchecked: [] });
  });

  it("a queue that is on demand only: accepted", () => {
    expect(checkAll(rule, happyStack({ spot: onDemandOnly })).violations).to.deep.equal([]);
  });

  it("a queue with Spot only: refused", () => {
    expect(checkAll(rule, happyStack({ "on-demand": asSpot })).violations).to.deep.equal([
      "queue: computeEnvironmentOrders",
    ]);
  });

  it("unknown values: unchecked", () => {
    const later = happyStack({ "on-demand": environmentWith({ type: unknown }) });
    expect(checkAll(rule, later).unchecked).to.deep.equal(["queue: computeResources.type"]);
  });
});
