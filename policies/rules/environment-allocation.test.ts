import { expect } from "chai";
import { check, unknown } from "../../testing/policies/checking.ts";
import { environmentWith, happyEnvironment } from "../../testing/policies/happy.ts";
import { environmentAllocation as rule } from "./environment-allocation.ts";

describe("policy environment-allocation", () => {
  it("a strategy that allows updates in place: accepted", () => {
    expect(check(rule, happyEnvironment)).to.deep.equal({ violations: [], unchecked: [] });
  });

  it("BEST_FIT: refused", () => {
    expect(check(rule, environmentWith({ allocationStrategy: "BEST_FIT" })).violations).to.deep.equal([
      "computeResources.allocationStrategy",
    ]);
  });

  it("no strategy, which means BEST_FIT: refused", () => {
    expect(check(rule, environmentWith({ allocationStrategy: undefined })).violations).to.deep.equal([
      "computeResources.allocationStrategy",
    ]);
  });

  it("Fargate, which has no strategies: accepted", () => {
    const fargate = environmentWith({ type: "FARGATE", allocationStrategy: undefined });
    expect(check(rule, fargate).violations).to.deep.equal([]);
  });

  it("unknown values: unchecked", () => {
    expect(check(rule, environmentWith({ allocationStrategy: unknown })).unchecked).to.deep.equal([
      "computeResources.allocationStrategy",
    ]);
  });
});
