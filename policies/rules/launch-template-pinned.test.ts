import { expect } from "chai";
import { check, unknown } from "../../testing/policies/checking.ts";
import { environmentWith, happyEnvironment } from "../../testing/policies/happy.ts";
import { launchTemplatePinned as rule } from "./launch-template-pinned.ts";

describe("policy launch-template-pinned", () => {
  const template = (version: unknown) =>
    environmentWith({ launchTemplate: { launchTemplateId: "lt-0", version } });

  it("a number, and by an environment without a template: accepted", () => {
    expect(check(rule, happyEnvironment)).to.deep.equal({ violations: [], unchecked: [] });
    expect(check(rule, environmentWith({ launchTemplate: undefined })).violations).to.deep.equal([]);
  });

  for (const version of ["$Latest", "$Default", ""])
    it(`${JSON.stringify(version)}: refused`, () => {
      expect(check(rule, template(version)).violations).to.deep.equal([
        "computeResources.launchTemplate.version",
      ]);
    });

  it("a template without a version: refused", () => {
    expect(check(rule, template(undefined)).violations).to.deep.equal([
      "computeResources.launchTemplate.version",
    ]);
  });

  it("unknown values: unchecked", () => {
    expect(check(rule, template(unknown)).unchecked).to.deep.equal([
      "computeResources.launchTemplate.version",
    ]);
  });
});
