import { expect } from "chai";
import { check, messages, unknown } from "../../testing/policies/checking.ts";
import { happyMachine, machineWith } from "../../testing/policies/machines.ts";
import { stateMachineLogging as rule } from "./state-machine-logging.ts";

describe("policy state-machine-logging", () => {
  const { logDestination } = happyMachine.props.loggingConfiguration;
  const logging = (loggingConfiguration: object | undefined) => machineWith({ loggingConfiguration });

  it("a state machine that logs: accepted", () => {
    expect(check(rule, happyMachine)).to.deep.equal({ violations: [], unchecked: [] });
    expect(check(rule, logging({ level: "ERROR", logDestination })).violations).to.deep.equal([]);
  });

  it("a machine without logging: refused", () => {
    expect(check(rule, logging(undefined)).violations).to.deep.equal(["loggingConfiguration"]);
  });

  for (const [level, found] of [
    ["OFF", "OFF"],
    ["FATAL", "FATAL"],
    [undefined, "OFF"],
  ])
    it(`the level ${level}: refused`, () => {
      const machine = logging({ level, logDestination });
      expect(check(rule, machine).violations).to.deep.equal(["loggingConfiguration.level"]);
      expect(messages(rule, machine)[0]).to.include(found);
    });

  it("configured levels: accepted", () => {
    expect(
      check(rule, logging({ level: "FATAL", logDestination }), { levels: ["FATAL"] }).violations,
    ).to.deep.equal([]);
  });

  it("a log without a destination: refused", () => {
    expect(check(rule, logging({ level: "ALL" })).violations).to.deep.equal([
      "loggingConfiguration.logDestination",
    ]);
  });

  it("unknown values: unchecked, and the rest is checked", () => {
    expect(check(rule, logging(unknown)).unchecked).to.deep.equal(["loggingConfiguration"]);
    expect(check(rule, logging({ level: unknown }))).to.deep.equal({
      violations: ["loggingConfiguration.logDestination"],
      unchecked: ["loggingConfiguration.level"],
    });
    // That there is a destination is known before which.
    expect(check(rule, logging({ level: "ALL", logDestination: unknown }))).to.deep.equal({
      violations: [],
      unchecked: [],
    });
  });
});
