import { expect } from "chai";
import { check, messages, remediate, unknown } from "../../testing/policies/checking.ts";
import { happyDefinition, happyEnvironment, happyTemplate } from "../../testing/policies/happy.ts";
import { costAllocationTags as rule } from "./cost-allocation-tags.ts";

describe("policy cost-allocation-tags", () => {
  const untagged = { ...happyEnvironment, props: { ...happyEnvironment.props, tags: undefined } };
  const defaults = { defaultTags: JSON.stringify({ tags: { application: "shop", stack: "dev" } }) };

  it("resources that have the tags: accepted", () => {
    for (const happy of [happyEnvironment, happyTemplate, happyDefinition])
      expect(check<object>(rule, happy)).to.deep.equal({ violations: [], unchecked: [] });
  });

  it("the provider's default tags: count", () => {
    expect(check<object>(rule, { ...untagged, provider: defaults }).violations).to.deep.equal([]);
  });

  it("a missing tag: refused, and added by the remediation", () => {
    expect(check<object>(rule, untagged).violations).to.deep.equal(["tags"]);
    expect(messages(rule, untagged)[0]).to.include("application, stack");
    const remediated = remediate<object>(rule, untagged);
    expect(remediated).to.have.deep.property("tags", { application: "shop", stack: "dev" });
    expect(check<object>(rule, { ...untagged, props: remediated }).violations).to.deep.equal([]);
  });

  it("existing tags: kept when one is added", () => {
    const half = {
      ...happyEnvironment,
      props: { ...happyEnvironment.props, tags: { owner: "ops", stack: "x" } },
    };
    expect(remediate<object>(rule, half)).to.have.deep.property("tags", {
      owner: "ops",
      stack: "x",
      application: "shop",
    });
  });

  it("a missing tag without a known value: refused", () => {
    const tags = ["application", "stack", "cost-centre"];
    const remediated = remediate<object>(rule, untagged, { tags });
    const left = { ...untagged, props: remediated };
    expect(check<object>(rule, left, { tags }).violations).to.deep.equal(["tags"]);
    expect(messages(rule, left, { tags })[0])
      .to.include("cost-centre")
      .and.not.include("stack");
  });

  it("launch templates: instances and volumes need tags of their own", () => {
    const [instance] = happyTemplate.props.tagSpecifications;
    const bare = { ...happyTemplate, props: { tagSpecifications: [instance] }, provider: defaults };
    expect(check<object>(rule, bare).violations).to.deep.equal(["tagSpecifications.volume"]);
    expect(remediate<object>(rule, bare)).to.have.deep.property("tagSpecifications", [
      instance,
      { resourceType: "volume", tags: { application: "shop", stack: "dev" } },
    ]);
  });

  it("jobs: propagateTags is required, and added", () => {
    const silent = { ...happyDefinition, props: { ...happyDefinition.props, propagateTags: false } };
    expect(check<object>(rule, silent).violations).to.have.lengthOf(1);
    expect(remediate<object>(rule, silent)).to.have.property("propagateTags", true);
  });

  it("jobs and state machines: the tag workflow is required", () => {
    const { workflow: _, ...tags } = happyDefinition.props.tags;
    const nobodys = { ...happyDefinition, props: { ...happyDefinition.props, tags } };
    expect(check<object>(rule, nobodys).violations).to.deep.equal(["tags"]);
    expect(messages(rule, nobodys)[0]).to.include("workflow");
  });

  it("unknown tags: unchecked, and the rest is checked", () => {
    const later = {
      ...happyDefinition,
      props: { ...happyDefinition.props, tags: unknown, propagateTags: false },
    };
    const found = check<object>(rule, later);
    expect(found.unchecked).to.deep.equal(["tags"]);
    expect(found.violations).to.have.lengthOf(1);
  });

  it("a tag with an unknown value: counts", () => {
    const later = {
      ...happyEnvironment,
      props: { ...happyEnvironment.props, tags: { application: unknown, stack: "dev" } },
    };
    expect(check<object>(rule, later)).to.deep.equal({ violations: [], unchecked: [] });
  });
});
