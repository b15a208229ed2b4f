import type { BucketAclArgs } from "@pulumi/aws/s3/bucketAcl.js";
import { withOlderName } from "../kit/buckets.ts";
import { bucket, resourceType } from "../kit/resource-types.ts";
import { type Context, on, resourceRule } from "../kit/rule.ts";

const bucketAcl = resourceType<BucketAclArgs>("aws:s3/bucketAcl:BucketAcl");
const objects = ["aws:s3/bucketObject:BucketObject", "aws:s3/bucketObjectv2:BucketObjectv2"].map((token) => ({
  token,
}));

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#canned-acl */
const publicAcls: readonly unknown[] = ["public-read", "public-read-write", "authenticated-read"];
/** Everyone, and everyone with an AWS account. */
const publicGroup = /\/groups\/global\/(AllUsers|AuthenticatedUsers)$/;

export const publicAcl = resourceRule({
  name: "public-acl",
  code: "BL-P046",
  title: "No access control list of a bucket or object grants access to everyone",
  severity: "critical",
  fix: "Remove the ACL: by default only the bucket's owner has access. Share single objects by presigned URLs.",
  checks: () => [
    ...[...withOlderName(bucket), ...withOlderName(bucketAcl), ...objects].map(({ token }) =>
      on(resourceType<{ readonly acl?: unknown }>(token), ({ props }, { report }) => {
        if (publicAcls.includes(props.acl)) report("acl", `is ${props.acl}`);
      }),
    ),
    ...withOlderName(bucket).map((bucket) =>
      on(bucket, ({ props }, context) =>
        context.each(props.grants, ({ uri }, index) => checkGrantee(`grants[${index}].uri`, uri, context)),
      ),
    ),
    ...withOlderName(bucketAcl).map((bucketAcl) =>
      on(bucketAcl, ({ props }, context) =>
        context.each(props.accessControlPolicy?.grants, ({ grantee }, index) =>
          checkGrantee(`accessControlPolicy.grants[${index}].grantee.uri`, grantee?.uri, context),
        ),
      ),
    ),
  ],
});

function checkGrantee(path: string, uri: string | undefined, { report }: Context): void {
  const group = uri?.match(publicGroup)?.[1];
  if (group !== undefined) report(path, `is the group ${group}`);
}
