import { expect } from "chai";
import { judge, unknown } from "../../testing/policies/checking.ts";
import { environmentWith, happyEnvironment } from "../../testing/policies/happy.ts";
import { environmentMinVcpus as rule } from "./environment-min-vcpus.ts";

describe("policy environment-min-vcpus", () => {
  it("is kept by an environment that shrinks to nothing, said or not", () => {
    expect(judge(rule, happyEnvironment)).to.deep.equal({ violations: [], unjudged: [] });
    expect(judge(rule, environmentWith({ minVcpus: undefined })).violations).to.deep.equal([]);
  });

  it("refuses vCPUs that run idle", () => {
    expect(judge(rule, environmentWith({ minVcpus: 4 })).violations).to.deep.equal([
      "computeResources.minVcpus is 4; at most 0 may run idle",
    ]);
  });

  it("allows as many as the configuration says", () => {
    expect(judge(rule, environmentWith({ minVcpus: 4 }), { maxMinVcpus: 4 }).violations).to.deep.equal([]);
  });

  it("says what it could not see", () => {
    expect(judge(rule, environmentWith({ minVcpus: unknown })).unjudged).to.deep.equal([
      "computeResources.minVcpus",
    ]);
  });
});
