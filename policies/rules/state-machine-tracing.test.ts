import { expect } from "chai";
import { judge, unknown } from "../../testing/policies/checking.ts";
import { happyMachine, machineWith } from "../../testing/policies/machines.ts";
import { stateMachineTracing as rule } from "./state-machine-tracing.ts";

describe("policy state-machine-tracing", () => {
  it("is kept by a state machine that is traced", () => {
    expect(judge(rule, happyMachine)).to.deep.equal({ violations: [], unjudged: [] });
  });

  it("tells of one that is not", () => {
    for (const tracingConfiguration of [undefined, {}, { enabled: false }])
      expect(judge(rule, machineWith({ tracingConfiguration })).violations).to.deep.equal([
        "tracingConfiguration.enabled is not true",
      ]);
  });

  it("says what it could not see", () => {
    for (const [tracingConfiguration, path] of [
      [unknown, "tracingConfiguration"],
      [{ enabled: unknown }, "tracingConfiguration.enabled"],
    ])
      expect(judge(rule, machineWith({ tracingConfiguration }))).to.deep.equal({
        violations: [],
        unjudged: [path],
      });
  });
});
