import { expect } from "chai";
import { checkAll, unknown } from "../../testing/policies/checking.ts";
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

  it("a bucket with all four settings: accepted", () => {
    expect(checkAll(rule, [data, blockWith({})])).to.deep.equal({ violations: [], unchecked: [] });
  });

  it("a bucket without a block: refused", () => {
    expect(checkAll(rule, [data]).violations).to.deep.equal(["data: BucketPublicAccessBlock"]);
  });

  for (const setting of Object.keys(all))
    it(`a block without ${setting}: refused`, () => {
      for (const value of [false, undefined])
        expect(checkAll(rule, [data, blockWith({ [setting]: value })]).violations).to.deep.equal([
          `privacy: ${setting}`,
        ]);
    });

  it("a bucket's older type name: checked, too", () => {
    const older = { ...data, type: resourceType<object>("aws:s3/bucketV2:BucketV2") };
    expect(checkAll(rule, [older]).violations).to.deep.equal(["data: BucketPublicAccessBlock"]);
  });

  it("unknown values: unchecked, and the rest is checked", () => {
    const later = blockWith({ bucket: unknown, blockPublicAcls: unknown, ignorePublicAcls: false });
    expect(checkAll(rule, [data, later])).to.deep.equal({
      violations: ["privacy: ignorePublicAcls"],
      unchecked: ["blockPublicAcls"],
    });
  });
});
