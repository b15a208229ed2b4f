import { expect } from "chai";
import { judge, unknown } from "../../testing/policies/checking.ts";
import { environmentWith, happyEnvironment } from "../../testing/policies/happy.ts";
import { environmentAllocation as rule } from "./environment-allocation.ts";

describe("policy environment-allocation", () => {
  it("is kept by a strategy that allows updates in place", () => {
    expect(judge(rule, happyEnvironment)).to.deep.equal({ violations: [], unjudged: [] });
  });

  it("refuses BEST_FIT", () => {
    expect(judge(rule, environmentWith({ allocationStrategy: "BEST_FIT" })).violations).to.deep.equal([
      "computeResources.allocationStrategy is BEST_FIT",
    ]);
  });

  it("refuses no strategy at all, which is BEST_FIT", () => {
    expect(judge(rule, environmentWith({ allocationStrategy: undefined })).violations).to.deep.equal([
      "computeResources.allocationStrategy is missing, which means BEST_FIT",
    ]);
  });

  it("lets Fargate be, which has no strategies", () => {
    const fargate = environmentWith({ type: "FARGATE", allocationStrategy: undefined });
    expect(judge(rule, fargate).violations).to.deep.equal([]);
  });

  it("says what it could not see", () => {
    expect(judge(rule, environmentWith({ allocationStrategy: unknown })).unjudged).to.deep.equal([
      "computeResources.allocationStrategy",
    ]);
  });
});
