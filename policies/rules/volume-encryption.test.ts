import type { VolumeArgs } from "@pulumi/aws/ebs/volume.js";
import { expect } from "chai";
import { check, unknown } from "../../testing/policies/checking.ts";
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

  it("encrypted volumes and templates: accepted", () => {
    for (const happy of [templateWith({}), volumeWith({})])
      expect(check<object>(rule, happy)).to.deep.equal({ violations: [], unchecked: [] });
  });

  it("a template's volume that is not encrypted: refused", () => {
    for (const encrypted of ["false", undefined])
      expect(check(rule, templateWith({ encrypted })).violations).to.deep.equal([
        "blockDeviceMappings[0].ebs.encrypted",
      ]);
  });

  it("a template without a mapping of the root volume: refused", () => {
    for (const blockDeviceMappings of [undefined, []])
      expect(
        check<object>(rule, { type: launchTemplate, props: { blockDeviceMappings } }).violations,
      ).to.deep.equal(["blockDeviceMappings"]);
  });

  it("instance stores, which are always encrypted: accepted", () => {
    const { blockDeviceMappings } = templateWith({}).props;
    const store = { deviceName: "/dev/sdb", virtualName: "ephemeral0" };
    expect(
      check(rule, { type: launchTemplate, props: { blockDeviceMappings: [...blockDeviceMappings, store] } })
        .violations,
    ).to.deep.equal([]);
  });

  it("a volume that is not encrypted: refused", () => {
    expect(check(rule, volumeWith({ encrypted: false })).violations).to.deep.equal(["encrypted"]);
  });

  it("a customer-managed key: required if configured", () => {
    const config = { customerKey: true };
    expect(check(rule, templateWith({}), config).violations).to.deep.equal([
      "blockDeviceMappings[0].ebs.kmsKeyId",
    ]);
    expect(check(rule, volumeWith({}), config).violations).to.deep.equal(["kmsKeyId"]);
    expect(check(rule, volumeWith({ kmsKeyId: unknown }), config)).to.deep.equal({
      violations: [],
      unchecked: [],
    });
  });

  it("unknown values: unchecked, and the rest is checked", () => {
    const [mapping] = templateWith({ encrypted: "false" }).props.blockDeviceMappings;
    const props = {
      blockDeviceMappings: [
        unknown,
        templateWith({ encrypted: unknown }).props.blockDeviceMappings[0],
        mapping,
      ],
    };
    expect(check<object>(rule, { type: launchTemplate, props })).to.deep.equal({
      violations: ["blockDeviceMappings[2].ebs.encrypted"],
      unchecked: ["blockDeviceMappings[0]", "blockDeviceMappings[1].ebs.encrypted"],
    });
    expect(check(rule, volumeWith({ encrypted: unknown })).unchecked).to.deep.equal(["encrypted"]);
  });
});
