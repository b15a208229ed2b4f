import { expect } from "chai";
import { judgeAll, unknown } from "../../testing/policies/checking.ts";
import { definitionWith, happyStack } from "../../testing/policies/happy.ts";
import { workflowConcurrencyCap as rule } from "./workflow-concurrency-cap.ts";

describe("policy workflow-concurrency-cap", () => {
  it("is kept where the queue holds no more containers of a stage than the cap", () => {
    expect(judgeAll(rule, happyStack(), { maxContainers: 12 })).to.deep.equal({
      violations: [],
      unjudged: [],
    });
  });

  it("refuses a stage whose array could run more at once", () => {
    expect(judgeAll(rule, happyStack(), { maxContainers: 11 }).violations).to.deep.equal([
      "fetch: an array of it, submitted by import to queue, can run 12 containers at once (24 vCPUs by 2 each); the cap is 11",
    ]);
  });

  it("says which jobs it could not see", () => {
    const later = happyStack({ fetch: definitionWith({ containerProperties: unknown }) });
    expect(judgeAll(rule, later).unjudged).to.deep.equal(["fetch: containerProperties"]);
  });
});
