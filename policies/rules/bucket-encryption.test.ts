import { expect } from "chai";
import { checkAll, type GivenInStack, unknown } from "../../testing/policies/checking.ts";
import { bucket, resourceType } from "../kit/resource-types.ts";
import { bucketEncryption as rule } from "./bucket-encryption.ts";

describe("policy bucket-encryption", () => {
  const type = resourceType<object>(
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
  );
  const data = { type: bucket, name: "data", props: { bucket: "shop-data" } };
  const configurationWith = (byDefault: object, more: Partial<GivenInStack> = {}): GivenInStack => ({
    type,
    name: "encryption",
    props: { bucket: "shop-data", rules: [{ applyServerSideEncryptionByDefault: byDefault }] },
    from: { bucket: ["data"] },
    ...more,
  });
  const s3Keys = { sseAlgorithm: "AES256" };

  it("a bucket with a configuration: accepted", () => {
    expect(checkAll(rule, [data, configurationWith(s3Keys)])).to.deep.equal({
      violations: [],
      unchecked: [],
    });
  });

  it("a bucket without a configuration: refused, even if another bucket has one", () => {
    const logs = { ...data, name: "logs", props: { bucket: "shop-logs" } };
    expect(checkAll(rule, [data, logs, configurationWith(s3Keys)]).violations).to.deep.equal([
      "logs: BucketServerSideEncryptionConfiguration",
    ]);
  });

  it("a configuration with the bucket's name: found", () => {
    const named = configurationWith(s3Keys, { from: {} });
    expect(checkAll(rule, [data, named]).violations).to.deep.equal([]);
  });

  it("KMS and a customer-managed key: required if configured", () => {
    const config = { algorithms: ["aws:kms"], customerKey: true };
    expect(checkAll(rule, [data, configurationWith(s3Keys)], config).violations).to.deep.equal([
      "encryption: rules[0].applyServerSideEncryptionByDefault.sseAlgorithm",
      "encryption: rules[0].applyServerSideEncryptionByDefault.kmsMasterKeyId",
    ]);
    const kms = configurationWith({ sseAlgorithm: "aws:kms", kmsMasterKeyId: unknown });
    expect(checkAll(rule, [data, kms], config)).to.deep.equal({ violations: [], unchecked: [] });
  });

  it("a configuration while names are unknown: found by reference", () => {
    const later = { ...data, props: { bucket: unknown } };
    const configuration = configurationWith(s3Keys);
    const unnamed = { ...configuration, props: { ...configuration.props, bucket: unknown } };
    expect(checkAll(rule, [later, unnamed])).to.deep.equal({ violations: [], unchecked: [] });
  });

  it("a bucket's older type name: checked, too", () => {
    const older = { ...data, type: resourceType<object>("aws:s3/bucketV2:BucketV2") };
    expect(checkAll(rule, [older]).violations).to.deep.equal([
      "data: BucketServerSideEncryptionConfiguration",
    ]);
  });

  it("unknown values: unchecked", () => {
    const later = configurationWith({ sseAlgorithm: unknown });
    expect(checkAll(rule, [data, later])).to.deep.equal({
      violations: [],
      unchecked: ["rules[0].applyServerSideEncryptionByDefault.sseAlgorithm"],
    });
    const nobodys = { type, name: "encryption", props: { bucket: unknown, rules: [] } };
    expect(checkAll(rule, [data, nobodys])).to.deep.equal({ violations: [], unchecked: ["data: bucket"] });
  });
});
