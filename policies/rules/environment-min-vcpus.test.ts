import { expect } from "chai";
import { check, unknown } from "../../testing/policies/checking.ts";
import { environmentWith, happyEnvironment } from "../../testing/policies/happy.ts";
import { environmentMinVcpus as rule } from "./environment-min-vcpus.ts";

describe("policy environment-min-vcpus", () => {
  it("minVcpus 0, explicitly or by default: accepted", () => {
    expect(check(rule, happyEnvironment)).to.deep.equal({ violations: [], unchecked: [] });
    expect(check(rule, environmentWith({ minVcpus: undefined })).violations).to.deep.equal([]);
  });

  it("vCPUs that run idle: refused", () => {
    expect(check(rule, environmentWith({ minVcpus: 4 })).violations).to.deep.equal([
      "computeResources.minVcpus",
    ]);
  });

  it("idle vCPUs up to the configured maximum: accepted", () => {
    expect(check(rule, environmentWith({ minVcpus: 4 }), { maxMinVcpus: 4 }).violations).to.deep.equal([]);
  });

  it("unknown values: unchecked", () => {
    expect(check(rule, environmentWith({ minVcpus: unknown })).unchecked).to.deep.equal([
      "computeResources.minVcpus",
    ]);
  });
});
