import { expect } from "chai";
import { judge, unknown } from "../../testing/policies/checking.ts";
import { environmentWith, happyEnvironment } from "../../testing/policies/happy.ts";
import { launchTemplatePinned as rule } from "./launch-template-pinned.ts";

describe("policy launch-template-pinned", () => {
  const template = (version: unknown) =>
    environmentWith({ launchTemplate: { launchTemplateId: "lt-0", version } });

  it("is kept by a number, and by an environment without a template", () => {
    expect(judge(rule, happyEnvironment)).to.deep.equal({ violations: [], unjudged: [] });
    expect(judge(rule, environmentWith({ launchTemplate: undefined })).violations).to.deep.equal([]);
  });

  for (const version of ["$Latest", "$Default", ""])
    it(`refuses ${JSON.stringify(version)}`, () => {
      expect(judge(rule, template(version)).violations).to.deep.equal([
        `computeResources.launchTemplate.version is ${version}, not a number`,
      ]);
    });

  it("refuses a template without a version", () => {
    expect(judge(rule, template(undefined)).violations).to.deep.equal([
      "computeResources.launchTemplate.version is missing, which means $Default",
    ]);
  });

  it("says what it could not see", () => {
    expect(judge(rule, template(unknown)).unjudged).to.deep.equal([
      "computeResources.launchTemplate.version",
    ]);
  });
});
