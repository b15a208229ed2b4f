import { expect } from "chai";
import { judge, unknown } from "../../testing/policies/checking.ts";
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

  it("is kept where tokens are required, and where there is no metadata service", () => {
    for (const happy of [
      happyTemplate,
      withOptions({ httpPutResponseHopLimit: 2 }),
      withOptions({ httpEndpoint: "disabled", httpTokens: "optional" }),
    ])
      expect(judge(rule, happy)).to.deep.equal({ violations: [], unjudged: [] });
  });

  it("refuses a template that answers without a token", () => {
    expect(judge(rule, withOptions({ httpTokens: "optional" })).violations).to.deep.equal([
      "metadataOptions.httpTokens is optional; it has to be required",
    ]);
    expect(judge(rule, templateWith({ metadataOptions: undefined })).violations).to.deep.equal([
      "metadataOptions.httpTokens is not set; it has to be required",
    ]);
  });

  it("refuses answers that travel further than they may", () => {
    expect(judge(rule, withOptions({ httpPutResponseHopLimit: 3 })).violations).to.deep.equal([
      "metadataOptions.httpPutResponseHopLimit is 3; the most is 2",
    ]);
    expect(
      judge(rule, withOptions({ httpPutResponseHopLimit: 2 }), { maxHopLimit: 1 }).violations,
    ).to.deep.equal(["metadataOptions.httpPutResponseHopLimit is 2; the most is 1"]);
  });

  it("refuses an instance that says nothing, and does not judge what its template says", () => {
    expect(judge(rule, instanceWith({})).violations).to.deep.equal([
      "metadataOptions.httpTokens is not set; it has to be required",
    ]);
    expect(judge(rule, instanceWith({ launchTemplate: unknown }))).to.deep.equal({
      violations: [],
      unjudged: ["metadataOptions.httpTokens, which is the launch template's"],
    });
  });

  it("says what it could not see, and judges the rest", () => {
    expect(judge(rule, templateWith({ metadataOptions: unknown })).unjudged).to.deep.equal([
      "metadataOptions",
    ]);
    expect(judge(rule, withOptions({ httpTokens: unknown, httpPutResponseHopLimit: 9 }))).to.deep.equal({
      violations: ["metadataOptions.httpPutResponseHopLimit is 9; the most is 2"],
      unjudged: ["metadataOptions.httpTokens"],
    });
    expect(judge(rule, withOptions({ httpPutResponseHopLimit: unknown })).unjudged).to.deep.equal([
      "metadataOptions.httpPutResponseHopLimit",
    ]);
  });
});
