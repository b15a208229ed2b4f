import { expect } from "chai";
import { retryStrategy } from "../../components/jobs/job-definition.ts";
import { judge, unknown } from "../../testing/policies/checking.ts";
import { definitionWith, happyDefinition } from "../../testing/policies/happy.ts";
import { jobRetry as rule } from "./job-retry.ts";

describe("policy job-retry", () => {
  const retry = { action: "RETRY", onStatusReason: "Host EC2*" };
  const withStrategy = (changed: object) =>
    definitionWith({ retryStrategy: { ...happyDefinition.props.retryStrategy, ...changed } });
  const withRules = (...evaluateOnExits: object[]) => withStrategy({ evaluateOnExits });

  it("is kept by what the program makes, and where no rule matches the loss of an instance", () => {
    for (const happy of [
      happyDefinition,
      definitionWith({ retryStrategy: retryStrategy(3) }),
      withRules(retry, { action: "EXIT", onReason: "*" }),
      withRules({ action: "exit", onExitCode: "65" }),
    ])
      expect(judge(rule, happy)).to.deep.equal({ violations: [], unjudged: [] });
  });

  it("refuses a job that is tried once", () => {
    for (const attempts of [1, undefined])
      expect(judge(rule, withStrategy({ attempts })).violations).to.deep.equal([
        "retryStrategy.attempts is 1; the fewest are 2",
      ]);
    expect(judge(rule, withStrategy({ attempts: 1 }), { minAttempts: 1 }).violations).to.deep.equal([]);
  });

  it("refuses a job without a strategy", () => {
    expect(judge(rule, definitionWith({ retryStrategy: undefined })).violations).to.deep.equal([
      "retryStrategy.attempts is 1; the fewest are 2",
      "retryStrategy.evaluateOnExits is missing: every failure is tried again alike",
    ]);
  });

  it("refuses a strategy that gives up when Spot takes the instance", () => {
    for (const exit of [
      { onReason: "*" },
      { onStatusReason: "Host EC2*" },
      { onStatusReason: "*", onExitCode: "*" },
    ])
      expect(judge(rule, withRules({ action: "EXIT", ...exit }, retry)).violations).to.deep.equal([
        "retryStrategy.evaluateOnExits[0] ends a job whose instance was taken away (Host EC2*)",
      ]);
  });

  it("says what it could not see, and judges the rest", () => {
    expect(judge(rule, definitionWith({ retryStrategy: unknown })).unjudged).to.deep.equal(["retryStrategy"]);
    expect(judge(rule, withStrategy({ attempts: unknown, evaluateOnExits: [] }))).to.deep.equal({
      violations: ["retryStrategy.evaluateOnExits is missing: every failure is tried again alike"],
      unjudged: ["retryStrategy.attempts"],
    });
    const later = { action: unknown, onStatusReason: "Host EC2*" };
    expect(judge(rule, withRules(later)).unjudged).to.deep.equal(["retryStrategy.evaluateOnExits[0].action"]);
  });
});
