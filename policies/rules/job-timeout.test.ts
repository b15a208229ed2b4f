import { expect } from "chai";
import { judge, unknown } from "../../testing/policies/checking.ts";
import { definitionWith, happyDefinition } from "../../testing/policies/happy.ts";
import { jobTimeout as rule } from "./job-timeout.ts";

describe("policy job-timeout", () => {
  const withTimeout = (attemptDurationSeconds?: number) =>
    definitionWith({ timeout: { attemptDurationSeconds } });

  it("is kept by a timeout within the cap", () => {
    for (const happy of [happyDefinition, withTimeout(86_400)])
      expect(judge(rule, happy)).to.deep.equal({ violations: [], unjudged: [] });
  });

  it("refuses a job that may run for ever", () => {
    for (const none of [withTimeout(), definitionWith({ timeout: undefined })])
      expect(judge(rule, none).violations).to.deep.equal(["timeout.attemptDurationSeconds is missing"]);
  });

  it("refuses one over the cap", () => {
    expect(judge(rule, withTimeout(86_401)).violations).to.deep.equal([
      "timeout.attemptDurationSeconds is 86401; the most is 86400",
    ]);
    expect(judge(rule, withTimeout(86_401), { maxSeconds: 200_000 }).violations).to.deep.equal([]);
  });

  it("says what it could not see", () => {
    expect(judge(rule, withTimeout(unknown))).to.deep.equal({
      violations: [],
      unjudged: ["timeout.attemptDurationSeconds"],
    });
  });
});
