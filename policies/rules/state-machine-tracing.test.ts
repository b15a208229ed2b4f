import { expect } from "chai";
import { check, unknown } from "../../testing/policies/checking.ts";
import { happyMachine, machineWith } from "../../testing/policies/machines.ts";
import { stateMachineTracing as rule } from "./state-machine-tracing.ts";

describe("policy state-machine-tracing", () => {
  it("a state machine that is traced: accepted", () => {
    expect(check(rule, happyMachine)).to.deep.equal({ violations: [], unchecked: [] });
  });

  it("a machine without tracing: refused", () => {
    for (const tracingConfiguration of [undefined, {}, { enabled: false }])
      expect(check(rule, machineWith({ tracingConfiguration })).violations).to.deep.equal([
        "tracingConfiguration.enabled",
      ]);
  });

  it("unknown values: unchecked", () => {
    for (const [tracingConfiguration, path] of [
      [unknown, "tracingConfiguration"],
      [{ enabled: unknown }, "tracingConfiguration.enabled"],
    ])
      expect(check(rule, machineWith({ tracingConfiguration }))).to.deep.equal({
        violations: [],
        unchecked: [path],
      });
  });
});
