import { expect } from "chai";
import { retryStrategy } from "../../components/jobs/spot-retry.ts";
import { check, unknown } from "../../testing/policies/checking.ts";
import { definitionWith, happyDefinition } from "../../testing/policies/happy.ts";
import { jobRetry as rule } from "./job-retry.ts";

describe("policy job-retry", () => {
  const retry = { action: "RETRY", onStatusReason: "Host EC2*" };
  const withStrategy = (changed: object) =>
    definitionWith({ retryStrategy: { ...happyDefinition.props.retryStrategy, ...changed } });
  const withRules = (...evaluateOnExits: object[]) => withStrategy({ evaluateOnExits });

  it("the program's strategy, and rules that do not match the loss of an instance: accepted", () => {
    for (const happy of [
      happyDefinition,
      definitionWith({ retryStrategy: retryStrategy(3) }),
      withRules(retry, { action: "EXIT", onReason: "*" }),
      withRules({ action: "exit", onExitCode: "65" }),
    ])
      expect(check(rule, happy)).to.deep.equal({ violations: [], unchecked: [] });
  });

  it("a single attempt: refused", () => {
    for (const attempts of [1, undefined])
      expect(check(rule, withStrategy({ attempts })).violations).to.deep.equal(["retryStrategy.attempts"]);
    expect(check(rule, withStrategy({ attempts: 1 }), { minAttempts: 1 }).violations).to.deep.equal([]);
  });

  it("a job without a strategy: refused", () => {
    expect(check(rule, definitionWith({ retryStrategy: undefined })).violations).to.deep.equal([
      "retryStrategy.attempts",
      "retryStrategy.evaluateOnExits",
    ]);
  });

  it("an EXIT that matches the loss of an instance: refused", () => {
    for (const exit of [
      { onReason: "*" },
      { onStatusReason: "Host EC2*" },
      { onStatusReason: "*", onExitCode: "*" },
    ])
      expect(check(rule, withRules({ action: "EXIT", ...exit }, retry)).violations).to.deep.equal([
        "retryStrategy.evaluateOnExits[0]",
      ]);
  });

  it("unknown values: unchecked, and the rest is checked", () => {
    expect(check(rule, definitionWith({ retryStrategy: unknown })).unchecked).to.deep.equal([
      "retryStrategy",
    ]);
    expect(check(rule, withStrategy({ attempts: unknown, evaluateOnExits: [] }))).to.deep.equal({
      violations: ["retryStrategy.evaluateOnExits"],
      unchecked: ["retryStrategy.attempts"],
    });
    const later = { action: unknown, onStatusReason: "Host EC2*" };
    expect(check(rule, withRules(later)).unchecked).to.deep.equal([
      "retryStrategy.evaluateOnExits[0].action",
    ]);
  });
});
