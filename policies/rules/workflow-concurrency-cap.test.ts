import { expect } from "chai";
import { checkAll, unknown } from "../../testing/policies/checking.ts";
import { containerWith, definitionWith, happyStack } from "../../testing/policies/happy.ts";
import { workflowConcurrencyCap as rule } from "./workflow-concurrency-cap.ts";

describe("policy workflow-concurrency-cap", () => {
  it("the queue holds no more containers of a stage than the cap: accepted", () => {
    expect(checkAll(rule, happyStack(), { maxContainers: 12 })).to.deep.equal({
      violations: [],
      unchecked: [],
    });
  });

  it("a stage whose array can run more at once: refused", () => {
    expect(checkAll(rule, happyStack(), { maxContainers: 11 }).violations).to.deep.equal([
      "fetch: arrayProperties",
    ]);
  });

  it("a container that requests no vCPUs: unchecked", () => {
    const stack = happyStack({ fetch: containerWith({ resourceRequirements: [] }) });
    expect(checkAll(rule, stack).unchecked.join()).to.include("requests no vCPUs");
  });

  it("unknown jobs: unchecked", () => {
    const later = happyStack({ fetch: definitionWith({ containerProperties: unknown }) });
    expect(checkAll(rule, later).unchecked).to.deep.equal(["fetch: containerProperties"]);
  });
});
