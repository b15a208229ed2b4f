import type { BucketAclArgs } from "@pulumi/aws/s3/bucketAcl.js";
import type { BucketObjectv2Args } from "@pulumi/aws/s3/bucketObjectv2.js";
import { expect } from "chai";
import { judge, unknown } from "../../testing/policies/checking.ts";
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

  it("is kept without an ACL, and by a private one", () => {
    for (const kept of [bucketWith({}), objectWith({}), aclOf({ acl: "private" })])
      expect(judge<object>(rule, kept)).to.deep.equal({ violations: [], unjudged: [] });
  });

  for (const acl of ["public-read", "public-read-write", "authenticated-read"])
    it(`refuses ${acl} of a bucket, an object or an ACL`, () => {
      for (const resource of [bucketWith({ acl }), objectWith({ acl }), aclOf({ acl })])
        expect(judge<object>(rule, resource).violations).to.deep.equal([`acl is ${acl}`]);
    });

  it("refuses grants to everyone", () => {
    const grants = [{ type: "Group", uri: everyone, permissions: ["READ"] }];
    expect(judge<object>(rule, bucketWith({ grants })).violations).to.deep.equal([
      "grants[0].uri is of AllUsers",
    ]);
    const grantee = { type: "Group", uri: everyone.replace("AllUsers", "AuthenticatedUsers") };
    const accessControlPolicy = { grants: [{ grantee, permission: "READ" }], owner: { id: "0" } };
    expect(judge<object>(rule, aclOf({ accessControlPolicy })).violations).to.deep.equal([
      "accessControlPolicy.grants[0].grantee.uri is of AuthenticatedUsers",
    ]);
  });

  it("says what it could not see, and judges the rest", () => {
    const grants = [
      { type: "Group", uri: unknown },
      { type: "Group", uri: everyone },
    ];
    expect(judge<object>(rule, bucketWith({ acl: unknown, grants }))).to.deep.equal({
      violations: ["grants[1].uri is of AllUsers"],
      unjudged: ["acl", "grants[0].uri"],
    });
    expect(judge<object>(rule, aclOf({ accessControlPolicy: unknown })).unjudged).to.deep.equal([
      "accessControlPolicy",
    ]);
  });
});
