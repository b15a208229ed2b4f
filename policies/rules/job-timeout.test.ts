import { expect } from "chai";
import { check, unknown } from "../../testing/policies/checking.ts";
import { definitionWith, happyDefinition } from "../../testing/policies/happy.ts";
import { jobTimeout as rule } from "./job-timeout.ts";

describe("policy job-timeout", () => {
  const withTimeout = (attemptDurationSeconds?: number) =>
    definitionWith({ timeout: { attemptDurationSeconds } });

  it("a timeout within the cap: accepted", () => {
    for (const happy of [happyDefinition, withTimeout(86_400)])
      expect(check(rule, happy)).to.deep.equal({ violations: [], unchecked: [] });
  });

  it("a job without a timeout: refused", () => {
    for (const none of [withTimeout(), definitionWith({ timeout: undefined })])
      expect(check(rule, none).violations).to.deep.equal(["timeout.attemptDurationSeconds"]);
  });

  it("a timeout over the cap: refused", () => {
    expect(check(rule, withTimeout(86_401)).violations).to.deep.equal(["timeout.attemptDurationSeconds"]);
    expect(check(rule, withTimeout(86_401), { maxSeconds: 200_000 }).violations).to.deep.equal([]);
  });

  it("unknown values: unchecked", () => {
    expect(check(rule, withTimeout(unknown))).to.deep.equal({
      violations: [],
      unchecked: ["timeout.attemptDurationSeconds"],
    });
  });
});
