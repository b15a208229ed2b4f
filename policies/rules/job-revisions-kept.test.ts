import { expect } from "chai";
import { check, unknown } from "../../testing/policies/checking.ts";
import { definitionWith, happyDefinition } from "../../testing/policies/happy.ts";
import { jobRevisionsKept as rule } from "./job-revisions-kept.ts";

describe("policy job-revisions-kept", () => {
  it("a definition that leaves its revisions: accepted", () => {
    expect(check(rule, happyDefinition)).to.deep.equal({ violations: [], unchecked: [] });
  });

  it("a definition that deregisters old revisions, as by default: refused", () => {
    expect(check(rule, definitionWith({ deregisterOnNewRevision: true })).violations).to.deep.equal([
      "deregisterOnNewRevision",
    ]);
    expect(check(rule, definitionWith({ deregisterOnNewRevision: undefined })).violations).to.deep.equal([
      "deregisterOnNewRevision",
    ]);
  });

  it("unknown values: unchecked", () => {
    expect(check(rule, definitionWith({ deregisterOnNewRevision: unknown })).unchecked).to.deep.equal([
      "deregisterOnNewRevision",
    ]);
  });
});
