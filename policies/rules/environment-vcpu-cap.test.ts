import { expect } from "chai";
import { judge, unknown } from "../../testing/policies/checking.ts";
import { environmentWith, happyEnvironment } from "../../testing/policies/happy.ts";
import { environmentVcpuCap as rule } from "./environment-vcpu-cap.ts";

describe("policy environment-vcpu-cap", () => {
  it("is kept by an environment within the cap", () => {
    expect(judge(rule, happyEnvironment)).to.deep.equal({ violations: [], unjudged: [] });
    expect(judge(rule, environmentWith({ maxVcpus: 16 }), { maxVcpus: 16 }).violations).to.deep.equal([]);
  });

  it("refuses more vCPUs than the cap", () => {
    expect(judge(rule, environmentWith({ maxVcpus: 17 }), { maxVcpus: 16 }).violations).to.deep.equal([
      "computeResources.maxVcpus is 17; the cap is 16",
    ]);
  });

  it("refuses an environment without a limit", () => {
    expect(judge(rule, environmentWith({ maxVcpus: undefined })).violations).to.deep.equal([
      "computeResources.maxVcpus is missing",
    ]);
  });

  it("lets an unmanaged environment be", () => {
    const { type, name } = happyEnvironment;
    expect(judge(rule, { type, name, props: { type: "UNMANAGED" } }).violations).to.deep.equal([]);
  });

  it("says what it could not see", () => {
    expect(judge(rule, environmentWith({ maxVcpus: unknown }))).to.deep.equal({
      violations: [],
      unjudged: ["computeResources.maxVcpus"],
    });
  });
});
