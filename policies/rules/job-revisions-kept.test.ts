import { expect } from "chai";
import { judge, unknown } from "../../testing/policies/checking.ts";
import { definitionWith, happyDefinition } from "../../testing/policies/happy.ts";
import { jobRevisionsKept as rule } from "./job-revisions-kept.ts";

describe("policy job-revisions-kept", () => {
  it("is kept by a definition that leaves its revisions", () => {
    expect(judge(rule, happyDefinition)).to.deep.equal({ violations: [], unjudged: [] });
  });

  it("refuses one that takes them away, as by default", () => {
    expect(judge(rule, definitionWith({ deregisterOnNewRevision: true })).violations).to.deep.equal([
      "deregisterOnNewRevision is true",
    ]);
    expect(judge(rule, definitionWith({ deregisterOnNewRevision: undefined })).violations).to.deep.equal([
      "deregisterOnNewRevision is not set, which means true",
    ]);
  });

  it("says what it could not see", () => {
    expect(judge(rule, definitionWith({ deregisterOnNewRevision: unknown })).unjudged).to.deep.equal([
      "deregisterOnNewRevision",
    ]);
  });
});
