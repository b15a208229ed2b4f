import {
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
} from "@aws-sdk/client-s3";
import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { type ServedS3, serveS3 } from "../../testing/served-s3.ts";

const Bucket = "shop";

describe("s3 writes", () => {
  let served: ServedS3;
  before(async () => {
    served = await serveS3();
  });
  after(() => served.stop());

  const put = (more: Partial<PutObjectCommandInput>) =>
    served.client.send(new PutObjectCommand({ Bucket, Key: "k", Body: "hello", ...more }));

  const refusals: readonly [string, Partial<PutObjectCommandInput>, code: string, message: string][] = [
    [
      "an offset, which only directory buckets have",
      { WriteOffsetBytes: 5 },
      "NotImplemented",
      "A header you provided implies functionality that is not implemented",
    ],
    [
      "an unknown storage class",
      { StorageClass: "FOO" as "STANDARD" },
      "InvalidStorageClass",
      "The storage class you specified is not valid",
    ],
    [
      "an unknown encryption",
      { ServerSideEncryption: "foo" as "AES256" },
      "InvalidArgument",
      "The encryption method specified is not supported",
    ],
    [
      "a key of KMS, which is not emulated",
      { ServerSideEncryption: "aws:kms" },
      "NotImplemented",
      's3:PutObject: ServerSideEncryption "aws:kms" is not emulated. docs/aws-coverage.md lists what is.',
    ],
    [
      "more than 2 KB of metadata",
      { Metadata: { a: "x".repeat(2048) } },
      "MetadataTooLarge",
      "Your metadata headers exceed the maximum allowed metadata size",
    ],
    [
      "an access control list, as buckets have none",
      { ACL: "public-read" },
      "AccessControlListNotSupported",
      "The bucket does not allow ACLs",
    ],
    [
      "an object lock, as buckets have none",
      { ObjectLockLegalHoldStatus: "ON" },
      "InvalidRequest",
      "Bucket is missing Object Lock Configuration",
    ],
    [
      "a tag twice",
      { Tagging: "a=1&a=2" },
      "InvalidArgument",
      "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.",
    ],
    ["another owner of the bucket", { ExpectedBucketOwner: "123456789012" }, "AccessDenied", "Access Denied"],
    [
      "a word that S3 does not know",
      { RequestPayer: "me" as "requester" },
      "InvalidArgument",
      "The value of x-amz-request-payer is not valid",
    ],
  ];
  for (const [what, more, code, message] of refusals) {
    it(`are refused with ${what}, and change nothing`, async () => {
      await put({ Body: "before" });
      const error = await rejection(put(more));
      expect([error.name, error.message]).to.deep.equal([code, message]);
      const { Body } = await served.client.send(new GetObjectCommand({ Bucket, Key: "k" }));
      expect(await Body?.transformToString()).to.equal("before");
    });
  }

  it("are encrypted by S3, and have a checksum though none is sent", async () => {
    const { ServerSideEncryption } = await put({});
    const head = await served.client.send(
      new HeadObjectCommand({ Bucket, Key: "k", ChecksumMode: "ENABLED" }),
    );
    expect([ServerSideEncryption, head.ServerSideEncryption, head.ChecksumCRC32]).to.deep.equal([
      "AES256",
      "AES256",
      "NhCmhg==",
    ]);
    await served.s3.putObject(Bucket, "own", "hello");
    const own = await served.client.send(
      new HeadObjectCommand({ Bucket, Key: "own", ChecksumMode: "ENABLED" }),
    );
    expect(own.ChecksumCRC64NVME).to.equal("M3eFcAZSQlc=");
  });

  it("to an archive cannot be read", async () => {
    await put({ Key: "cold", StorageClass: "DEEP_ARCHIVE" });
    const error = await rejection(served.client.send(new GetObjectCommand({ Bucket, Key: "cold" })));
    expect(error).to.deep.include({ name: "InvalidObjectState", StorageClass: "DEEP_ARCHIVE" });
    const head = await served.client.send(new HeadObjectCommand({ Bucket, Key: "cold" }));
    expect(head.StorageClass).to.equal("DEEP_ARCHIVE");
  });

  // Form and texts as AWS recorded: localstack, test_user_metadata_rfc2047_encoded.
  it("return metadata beyond ASCII in the form of RFC 2047", async () => {
    const { Metadata } = await put({
      Metadata: { plain: "=?UTF-8?B?YWJj?=", quoted: "=?UTF-8?Q?=C3=84_1?=", base64: "=?UTF-8?B?AAECAw==?=" },
    }).then(() => served.client.send(new HeadObjectCommand({ Bucket, Key: "k" })));
    expect(Metadata).to.deep.equal({
      plain: "abc",
      quoted: "=?UTF-8?Q?=C3=84_1?=",
      base64: "=?UTF-8?B?AAECAw==?=",
    });
  });

  it("do not delete an object for a version that it does not have", async () => {
    await put({});
    const Objects = [{ Key: "k", VersionId: "HPniJFCxqTsMuIH9KX8K8wEjNUgmABCD" }];
    const { Errors, Deleted } = await served.client.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects } }),
    );
    expect([Errors?.map(({ Code }) => Code), Deleted]).to.deep.equal([["NoSuchVersion"], undefined]);
    await served.client.send(new HeadObjectCommand({ Bucket, Key: "k" }));
  });
});
