import type { BucketAclArgs } from "@pulumi/aws/s3/bucketAcl.js";
import type { BucketObjectv2Args } from "@pulumi/aws/s3/bucketObjectv2.js";
import { expect } from "chai";
import { check, unknown } from "../../testing/policies/checking.ts";
import { bucket, resourceType } from "../kit/resource-types.ts";
import { publicAcl as rule } from "./public-acl.ts";

describe("policy public-acl", () => {
  const aclOf = (props: object) => ({
    type: resourceType<BucketAclArgs>("aws:s3/bucketAcl:BucketAcl"),
    props: { bucket: "shop-data", ...props },
  });
  const objectWith = (props: object) => ({
    type: resourceType<BucketObjectv2Args>("aws:s3/bucketObjectv2:BucketObjectv2"),
    props: { bucket: "shop-data", key: "feed.csv", ...props },
  });
  const bucketWith = (props: object) => ({ type: bucket, props: { bucket: "shop-data", ...props } });
  const everyone = "http://acs.amazonaws.com/groups/global/AllUsers";

  it("without an ACL, and by a private one: accepted", () => {
    for (const kept of [bucketWith({}), objectWith({}), aclOf({ acl: "private" })])
      expect(check<object>(rule, kept)).to.deep.equal({ violations: [], unchecked: [] });
  });

  for (const acl of ["public-read", "public-read-write", "authenticated-read"])
    it(`${acl} of a bucket, an object or an ACL: refused`, () => {
      for (const resource of [bucketWith({ acl }), objectWith({ acl }), aclOf({ acl })])
        expect(check<object>(rule, resource).violations).to.deep.equal(["acl"]);
    });

  it("grants to everyone: refused", () => {
    const grants = [{ type: "Group", uri: everyone, permissions: ["READ"] }];
    expect(check<object>(rule, bucketWith({ grants })).violations).to.deep.equal(["grants[0].uri"]);
    const grantee = { type: "Group", uri: everyone.replace("AllUsers", "AuthenticatedUsers") };
    const accessControlPolicy = { grants: [{ grantee, permission: "READ" }], owner: { id: "0" } };
    expect(check<object>(rule, aclOf({ accessControlPolicy })).violations).to.deep.equal([
      "accessControlPolicy.grants[0].grantee.uri",
    ]);
  });

  it("unknown values: unchecked, and the rest is checked", () => {
    const grants = [
      { type: "Group", uri: unknown },
      { type: "Group", uri: everyone },
    ];
    expect(check<object>(rule, bucketWith({ acl: unknown, grants }))).to.deep.equal({
      violations: ["grants[1].uri"],
      unchecked: ["acl", "grants[0].uri"],
    });
    expect(check<object>(rule, aclOf({ accessControlPolicy: unknown })).unchecked).to.deep.equal([
      "accessControlPolicy",
    ]);
  });
});
