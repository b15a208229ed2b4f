import { expect } from "chai";
import { judgeAll, unknown } from "../../testing/policies/checking.ts";
import { bucket, resourceType } from "../kit/resource-types.ts";
import { bucketPublicAccessBlock as rule } from "./bucket-public-access-block.ts";

describe("policy bucket-public-access-block", () => {
  const data = { type: bucket, name: "data", props: { bucket: "shop-data" } };
  const all = {
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  };
  const blockWith = (changed: object) => ({
    type: resourceType<object>("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"),
    name: "privacy",
    props: { bucket: "shop-data", ...all, ...changed },
    from: { bucket: ["data"] },
  });

  it("is kept by a bucket with all four settings", () => {
    expect(judgeAll(rule, [data, blockWith({})])).to.deep.equal({ violations: [], unjudged: [] });
  });

  it("refuses a bucket without a block", () => {
    expect(judgeAll(rule, [data]).violations).to.deep.equal(["data: has no BucketPublicAccessBlock"]);
  });

  for (const setting of Object.keys(all))
    it(`refuses a block without ${setting}`, () => {
      for (const value of [false, undefined])
        expect(judgeAll(rule, [data, blockWith({ [setting]: value })]).violations).to.deep.equal([
          `privacy: ${setting} is not true`,
        ]);
    });

  it("judges a bucket also under its type's older name", () => {
    const older = { ...data, type: resourceType<object>("aws:s3/bucketV2:BucketV2") };
    expect(judgeAll(rule, [older]).violations).to.deep.equal(["data: has no BucketPublicAccessBlock"]);
  });

  it("says what it could not see, and judges the rest", () => {
    const later = blockWith({ bucket: unknown, blockPublicAcls: unknown, ignorePublicAcls: false });
    expect(judgeAll(rule, [data, later])).to.deep.equal({
      violations: ["privacy: ignorePublicAcls is not true"],
      unjudged: ["blockPublicAcls"],
    });
  });
});
