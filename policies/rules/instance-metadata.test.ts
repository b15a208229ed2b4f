import { expect } from "chai";
import { check, unknown } from "../../testing/policies/checking.ts";
import { happyTemplate, templateWith } from "../../testing/policies/happy.ts";
import type { InstanceProps } from "../kit/instances.ts";
import { resourceType } from "../kit/resource-types.ts";
import { instanceMetadata as rule } from "./instance-metadata.ts";

describe("policy instance-metadata", () => {
  const withOptions = (changed: object) =>
    templateWith({ metadataOptions: { ...happyTemplate.props.metadataOptions, ...changed } });
  const instanceWith = (props: InstanceProps) => ({
    type: resourceType<InstanceProps>("aws:ec2/instance:Instance"),
    props,
  });

  it("tokens are required, and where there is no metadata service: accepted", () => {
    for (const happy of [
      happyTemplate,
      withOptions({ httpPutResponseHopLimit: 2 }),
      withOptions({ httpEndpoint: "disabled", httpTokens: "optional" }),
    ])
      expect(check(rule, happy)).to.deep.equal({ violations: [], unchecked: [] });
  });

  it("optional tokens: refused", () => {
    expect(check(rule, withOptions({ httpTokens: "optional" })).violations).to.deep.equal([
      "metadataOptions.httpTokens",
    ]);
    expect(check(rule, templateWith({ metadataOptions: undefined })).violations).to.deep.equal([
      "metadataOptions.httpTokens",
    ]);
  });

  it("too many hops: refused", () => {
    expect(check(rule, withOptions({ httpPutResponseHopLimit: 3 })).violations).to.deep.equal([
      "metadataOptions.httpPutResponseHopLimit",
    ]);
    expect(
      check(rule, withOptions({ httpPutResponseHopLimit: 2 }), { maxHopLimit: 1 }).violations,
    ).to.deep.equal(["metadataOptions.httpPutResponseHopLimit"]);
  });

  it("an instance without options: refused, or unchecked if it has a launch template", () => {
    expect(check(rule, instanceWith({})).violations).to.deep.equal(["metadataOptions.httpTokens"]);
    expect(check(rule, instanceWith({ launchTemplate: unknown }))).to.deep.equal({
      violations: [],
      unchecked: ["metadataOptions.httpTokens, which the launch template sets"],
    });
  });

  it("unknown values: unchecked, and the rest is checked", () => {
    expect(check(rule, templateWith({ metadataOptions: unknown })).unchecked).to.deep.equal([
      "metadataOptions",
    ]);
    expect(check(rule, withOptions({ httpTokens: unknown, httpPutResponseHopLimit: 9 }))).to.deep.equal({
      violations: ["metadataOptions.httpPutResponseHopLimit"],
      unchecked: ["metadataOptions.httpTokens"],
    });
    expect(check(rule, withOptions({ httpPutResponseHopLimit: unknown })).unchecked).to.deep.equal([
      "metadataOptions.httpPutResponseHopLimit",
    ]);
  });
});
