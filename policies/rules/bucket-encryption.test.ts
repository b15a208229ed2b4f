import { expect } from "chai";
import { type GivenInStack, judgeAll, unknown } from "../../testing/policies/checking.ts";
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

  it("is kept by a bucket with a configuration", () => {
    expect(judgeAll(rule, [data, configurationWith(s3Keys)])).to.deep.equal({ violations: [], unjudged: [] });
  });

  it("refuses a bucket without one, also where another bucket has one", () => {
    const logs = { ...data, name: "logs", props: { bucket: "shop-logs" } };
    expect(judgeAll(rule, [data, logs, configurationWith(s3Keys)]).violations).to.deep.equal([
      "logs: has no BucketServerSideEncryptionConfiguration",
    ]);
  });

  it("finds the configuration that names the bucket in words", () => {
    const named = configurationWith(s3Keys, { from: {} });
    expect(judgeAll(rule, [data, named]).violations).to.deep.equal([]);
  });

  it("demands KMS, and a key of our own, where it is told to", () => {
    const config = { algorithms: ["aws:kms"], customerKey: true };
    expect(judgeAll(rule, [data, configurationWith(s3Keys)], config).violations).to.deep.equal([
      "encryption: rules[0].applyServerSideEncryptionByDefault.sseAlgorithm is AES256; accepted: aws:kms",
      "encryption: rules[0].applyServerSideEncryptionByDefault.kmsMasterKeyId is missing",
    ]);
    const kms = configurationWith({ sseAlgorithm: "aws:kms", kmsMasterKeyId: unknown });
    expect(judgeAll(rule, [data, kms], config)).to.deep.equal({ violations: [], unjudged: [] });
  });

  it("finds the bucket's configuration while names are not known", () => {
    const later = { ...data, props: { bucket: unknown } };
    const configuration = configurationWith(s3Keys);
    const unnamed = { ...configuration, props: { ...configuration.props, bucket: unknown } };
    expect(judgeAll(rule, [later, unnamed])).to.deep.equal({ violations: [], unjudged: [] });
  });

  it("judges a bucket also under its type's older name", () => {
    const older = { ...data, type: resourceType<object>("aws:s3/bucketV2:BucketV2") };
    expect(judgeAll(rule, [older]).violations).to.deep.equal([
      "data: has no BucketServerSideEncryptionConfiguration",
    ]);
  });

  it("says what it could not see", () => {
    const later = configurationWith({ sseAlgorithm: unknown });
    expect(judgeAll(rule, [data, later])).to.deep.equal({
      violations: [],
      unjudged: ["rules[0].applyServerSideEncryptionByDefault.sseAlgorithm"],
    });
    const nobodys = { type, name: "encryption", props: { bucket: unknown, rules: [] } };
    expect(judgeAll(rule, [data, nobodys])).to.deep.equal({ violations: [], unjudged: ["data: bucket"] });
  });
});
