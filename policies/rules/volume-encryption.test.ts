import type { VolumeArgs } from "@pulumi/aws/ebs/volume.js";
import { expect } from "chai";
import { judge, unknown } from "../../testing/policies/checking.ts";
import { launchTemplate, resourceType } from "../kit/resource-types.ts";
import { volumeEncryption as rule } from "./volume-encryption.ts";

describe("policy volume-encryption", () => {
  const ebs = { encrypted: "true", volumeSize: 50, volumeType: "gp3" };
  const templateWith = (changed: object) => ({
    type: launchTemplate,
    props: { blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { ...ebs, ...changed } }] },
  });
  const volumeWith = (changed: object) => ({
    type: resourceType<VolumeArgs>("aws:ebs/volume:Volume"),
    props: { availabilityZone: "eu-central-1a", size: 10, encrypted: true, ...changed },
  });

  it("is kept by encrypted volumes, and templates of such", () => {
    for (const happy of [templateWith({}), volumeWith({})])
      expect(judge<object>(rule, happy)).to.deep.equal({ violations: [], unjudged: [] });
  });

  it("refuses a template's volume that is not encrypted", () => {
    for (const encrypted of ["false", undefined])
      expect(judge(rule, templateWith({ encrypted })).violations).to.deep.equal([
        "blockDeviceMappings[0].ebs.encrypted is not true",
      ]);
  });

  it("refuses a template that leaves its root volume as the image has it", () => {
    for (const blockDeviceMappings of [undefined, []])
      expect(
        judge<object>(rule, { type: launchTemplate, props: { blockDeviceMappings } }).violations,
      ).to.deep.equal(["blockDeviceMappings is missing: the root volume would be as the image has it"]);
  });

  it("lets instance stores be, which are always encrypted", () => {
    const { blockDeviceMappings } = templateWith({}).props;
    const store = { deviceName: "/dev/sdb", virtualName: "ephemeral0" };
    expect(
      judge(rule, { type: launchTemplate, props: { blockDeviceMappings: [...blockDeviceMappings, store] } })
        .violations,
    ).to.deep.equal([]);
  });

  it("refuses a volume that is not encrypted", () => {
    expect(judge(rule, volumeWith({ encrypted: false })).violations).to.deep.equal(["encrypted is not true"]);
  });

  it("demands a key of our own where it is told to", () => {
    const config = { customerKey: true };
    expect(judge(rule, templateWith({}), config).violations).to.deep.equal([
      "blockDeviceMappings[0].ebs.kmsKeyId is missing",
    ]);
    expect(judge(rule, volumeWith({}), config).violations).to.deep.equal(["kmsKeyId is missing"]);
    expect(judge(rule, volumeWith({ kmsKeyId: unknown }), config)).to.deep.equal({
      violations: [],
      unjudged: [],
    });
  });

  it("says what it could not see, and judges the rest", () => {
    const [mapping] = templateWith({ encrypted: "false" }).props.blockDeviceMappings;
    const props = {
      blockDeviceMappings: [
        unknown,
        templateWith({ encrypted: unknown }).props.blockDeviceMappings[0],
        mapping,
      ],
    };
    expect(judge<object>(rule, { type: launchTemplate, props })).to.deep.equal({
      violations: ["blockDeviceMappings[2].ebs.encrypted is not true"],
      unjudged: ["blockDeviceMappings[0]", "blockDeviceMappings[1].ebs.encrypted"],
    });
    expect(judge(rule, volumeWith({ encrypted: unknown })).unjudged).to.deep.equal(["encrypted"]);
  });
});
