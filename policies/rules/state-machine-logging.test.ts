import { expect } from "chai";
import { judge, unknown } from "../../testing/policies/checking.ts";
import { happyMachine, machineWith } from "../../testing/policies/machines.ts";
import { stateMachineLogging as rule } from "./state-machine-logging.ts";

describe("policy state-machine-logging", () => {
  const { logDestination } = happyMachine.props.loggingConfiguration;
  const logging = (loggingConfiguration: object | undefined) => machineWith({ loggingConfiguration });

  it("is kept by a state machine that logs", () => {
    expect(judge(rule, happyMachine)).to.deep.equal({ violations: [], unjudged: [] });
    expect(judge(rule, logging({ level: "ERROR", logDestination })).violations).to.deep.equal([]);
  });

  it("refuses one that does not", () => {
    expect(judge(rule, logging(undefined)).violations).to.deep.equal(["loggingConfiguration is missing"]);
  });

  for (const [level, found] of [
    ["OFF", "OFF"],
    ["FATAL", "FATAL"],
    [undefined, "OFF"],
  ])
    it(`refuses the level ${level}`, () => {
      expect(judge(rule, logging({ level, logDestination })).violations).to.deep.equal([
        `loggingConfiguration.level is ${found}; accepted: ALL, ERROR`,
      ]);
    });

  it("accepts other levels where it is told to", () => {
    expect(
      judge(rule, logging({ level: "FATAL", logDestination }), { levels: ["FATAL"] }).violations,
    ).to.deep.equal([]);
  });

  it("refuses a log without a destination", () => {
    expect(judge(rule, logging({ level: "ALL" })).violations).to.deep.equal([
      "loggingConfiguration.logDestination is missing",
    ]);
  });

  it("says what it could not see, and judges the rest", () => {
    expect(judge(rule, logging(unknown)).unjudged).to.deep.equal(["loggingConfiguration"]);
    expect(judge(rule, logging({ level: unknown }))).to.deep.equal({
      violations: ["loggingConfiguration.logDestination is missing"],
      unjudged: ["loggingConfiguration.level"],
    });
    // That there is a destination is known before which.
    expect(judge(rule, logging({ level: "ALL", logDestination: unknown }))).to.deep.equal({
      violations: [],
      unjudged: [],
    });
  });
});
