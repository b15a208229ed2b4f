import { expect } from "chai";
import { judge, mend, unknown } from "../../testing/policies/checking.ts";
import { happyDefinition, happyEnvironment, happyTemplate } from "../../testing/policies/happy.ts";
import { costAllocationTags as rule } from "./cost-allocation-tags.ts";

describe("policy cost-allocation-tags", () => {
  const untagged = { ...happyEnvironment, props: { ...happyEnvironment.props, tags: undefined } };
  const defaults = { defaultTags: JSON.stringify({ tags: { application: "shop", stack: "dev" } }) };

  it("is kept by resources that have the tags", () => {
    for (const happy of [happyEnvironment, happyTemplate, happyDefinition])
      expect(judge<object>(rule, happy)).to.deep.equal({ violations: [], unjudged: [] });
  });

  it("counts the default tags of the resource's provider", () => {
    expect(judge<object>(rule, { ...untagged, provider: defaults }).violations).to.deep.equal([]);
  });

  it("refuses what lacks one, and adds it", () => {
    expect(judge<object>(rule, untagged).violations).to.deep.equal(["tags: application, stack missing"]);
    const mended = mend<object>(rule, untagged);
    expect(mended).to.have.deep.property("tags", { application: "shop", stack: "dev" });
    expect(judge<object>(rule, { ...untagged, props: mended }).violations).to.deep.equal([]);
  });

  it("keeps the tags there are when it adds one", () => {
    const half = {
      ...happyEnvironment,
      props: { ...happyEnvironment.props, tags: { owner: "ops", stack: "x" } },
    };
    expect(mend<object>(rule, half)).to.have.deep.property("tags", {
      owner: "ops",
      stack: "x",
      application: "shop",
    });
  });

  it("reports a tag that it has no value for", () => {
    const tags = ["application", "stack", "cost-centre"];
    const mended = mend<object>(rule, untagged, { tags });
    expect(judge<object>(rule, { ...untagged, props: mended }, { tags }).violations).to.deep.equal([
      "tags: cost-centre missing",
    ]);
  });

  it("tags the instances and volumes that a launch template makes, where no default tags reach", () => {
    const [instance] = happyTemplate.props.tagSpecifications;
    const bare = { ...happyTemplate, props: { tagSpecifications: [instance] }, provider: defaults };
    expect(judge<object>(rule, bare).violations).to.deep.equal([
      "tagSpecifications of volume: application, stack missing",
    ]);
    expect(mend<object>(rule, bare)).to.have.deep.property("tagSpecifications", [
      instance,
      { resourceType: "volume", tags: { application: "shop", stack: "dev" } },
    ]);
  });

  it("wants jobs to pass their tags on", () => {
    const silent = { ...happyDefinition, props: { ...happyDefinition.props, propagateTags: false } };
    expect(judge<object>(rule, silent).violations).to.have.lengthOf(1);
    expect(mend<object>(rule, silent)).to.have.property("propagateTags", true);
  });

  it("wants the workflow's name on what belongs to one", () => {
    const { workflow: _, ...tags } = happyDefinition.props.tags;
    const nobodys = { ...happyDefinition, props: { ...happyDefinition.props, tags } };
    expect(judge<object>(rule, nobodys).violations).to.deep.equal(["tags: workflow missing"]);
  });

  it("says where tags are not known yet, and judges the rest", () => {
    const later = {
      ...happyDefinition,
      props: { ...happyDefinition.props, tags: unknown, propagateTags: false },
    };
    const found = judge<object>(rule, later);
    expect(found.unjudged).to.deep.equal(["tags"]);
    expect(found.violations).to.have.lengthOf(1);
  });

  it("takes a tag whose value is not known yet for there", () => {
    const later = {
      ...happyEnvironment,
      props: { ...happyEnvironment.props, tags: { application: unknown, stack: "dev" } },
    };
    expect(judge<object>(rule, later)).to.deep.equal({ violations: [], unjudged: [] });
  });
});
