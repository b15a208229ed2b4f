import { expect } from "chai";
import { judgeAll, unknown } from "../../testing/policies/checking.ts";
import { environmentWith, happyStack } from "../../testing/policies/happy.ts";
import { onDemandFallback as rule } from "./on-demand-fallback.ts";

describe("policy on-demand-fallback", () => {
  const asSpot = environmentWith({ type: "SPOT" });
  const onDemandOnly = environmentWith({ type: "EC2" });

  it("is kept by a queue with Spot first and on demand next", () => {
    expect(judgeAll(rule, happyStack())).to.deep.equal({ violations: [], unjudged: [] });
  });

  it("is kept by a queue that is on demand only", () => {
    expect(judgeAll(rule, happyStack({ spot: onDemandOnly })).violations).to.deep.equal([]);
  });

  it("refuses a queue with nothing but Spot", () => {
    expect(judgeAll(rule, happyStack({ "on-demand": asSpot })).violations).to.deep.equal([
      "queue: all its environments are on Spot: spot, on-demand",
    ]);
  });

  it("says what it could not see", () => {
    const later = happyStack({ "on-demand": environmentWith({ type: unknown }) });
    expect(judgeAll(rule, later).unjudged).to.deep.equal(["queue: computeResources.type"]);
  });
});
