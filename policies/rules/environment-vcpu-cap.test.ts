import { expect } from "chai";
import { check, unknown } from "../../testing/policies/checking.ts";
import { environmentWith, happyEnvironment } from "../../testing/policies/happy.ts";
import { environmentVcpuCap as rule } from "./environment-vcpu-cap.ts";

describe("policy environment-vcpu-cap", () => {
  it("an environment within the cap: accepted", () => {
    expect(check(rule, happyEnvironment)).to.deep.equal({ violations: [], unchecked: [] });
    expect(check(rule, environmentWith({ maxVcpus: 16 }), { maxVcpus: 16 }).violations).to.deep.equal([]);
  });

  it("more vCPUs than the cap: refused", () => {
    expect(check(rule, environmentWith({ maxVcpus: 17 }), { maxVcpus: 16 }).violations).to.deep.equal([
      "computeResources.maxVcpus",
    ]);
  });

  it("an environment without a limit: refused", () => {
    expect(check(rule, environmentWith({ maxVcpus: undefined })).violations).to.deep.equal([
      "computeResources.maxVcpus",
    ]);
  });

  it("an unmanaged environment: accepted", () => {
    const { type, name } = happyEnvironment;
    expect(check(rule, { type, name, props: { type: "UNMANAGED" } }).violations).to.deep.equal([]);
  });

  it("unknown values: unchecked", () => {
    expect(check(rule, environmentWith({ maxVcpus: unknown }))).to.deep.equal({
      violations: [],
      unchecked: ["computeResources.maxVcpus"],
    });
  });
});
