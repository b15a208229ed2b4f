import {
  CopyObjectCommand,
  type CopyObjectCommandInput,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { type ServedS3, serveS3 } from "../../testing/served-s3.ts";

const Bucket = "shop";
const CopySource = "shop/source";

// AWS's answers are those of localstack's recordings of AWS (tests/aws/services/s3/test_s3.snapshot.json).
describe("s3 copies", () => {
  let served: ServedS3;
  before(async () => {
    served = await serveS3();
  });
  after(() => served.stop());
  beforeEach(() => {
    const described = { ContentType: "text/plain", StorageClass: "STANDARD_IA", Tagging: "a=1" } as const;
    return served.client.send(
      new PutObjectCommand({ Bucket, Key: "source", Body: "hello", ...described, Metadata: { a: "1" } }),
    );
  });

  const copy = (more: Partial<CopyObjectCommandInput>) =>
    served.client.send(new CopyObjectCommand({ Bucket, Key: "copy", CopySource, ...more }));

  it("of an object to itself must change it", async () => {
    const error = await rejection(copy({ Key: "source", Metadata: { b: "2" } }));
    expect([error.name, error.message]).to.deep.equal([
      "InvalidRequest",
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    ]);
    await copy({ Key: "source", MetadataDirective: "REPLACE" });
    await copy({ Key: "source", StorageClass: "STANDARD" });
  });

  it("keep the source's description and tags, and have a storage class of their own", async () => {
    await copy({});
    const head = await served.client.send(new HeadObjectCommand({ Bucket, Key: "copy" }));
    expect([head.ContentType, head.Metadata, head.StorageClass]).to.deep.equal([
      "text/plain",
      { a: "1" },
      undefined,
    ]);
    const tagging = () => served.client.send(new GetObjectTaggingCommand({ Bucket, Key: "copy" }));
    expect((await tagging()).TagSet).to.deep.equal([{ Key: "a", Value: "1" }]);
    await copy({ TaggingDirective: "REPLACE", Tagging: "b=2" });
    expect((await tagging()).TagSet).to.deep.equal([{ Key: "b", Value: "2" }]);
  });

  it("have the source's bytes, and its metadata or new metadata", async () => {
    await served.client.send(new PutObjectCommand({ Bucket, Key: "from here & there", Body: "bytes" }));
    await copy({ CopySource: "shop/from%20here%20%26%20there" });
    const { Body } = await served.client.send(new GetObjectCommand({ Bucket, Key: "copy" }));
    expect(await Body?.transformToString()).to.equal("bytes");
    await copy({ MetadataDirective: "REPLACE", Metadata: { b: "2" } });
    const { Metadata } = await served.client.send(new HeadObjectCommand({ Bucket, Key: "copy" }));
    expect(Metadata).to.deep.equal({ b: "2" });
  });

  it("have a checksum of the source's algorithm, or of the one that is asked for", async () => {
    const first = await copy({});
    expect([first.CopyObjectResult?.ChecksumCRC32, first.CopyObjectResult?.ChecksumType]).to.deep.equal([
      "NhCmhg==",
      "FULL_OBJECT",
    ]);
    const { CopyObjectResult } = await copy({ ChecksumAlgorithm: "SHA256" });
    expect(CopyObjectResult?.ChecksumSHA256).to.equal("LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=");
  });

  it("read a plus in the source as a space", async () => {
    await served.client.send(new PutObjectCommand({ Bucket, Key: "a b", Body: "1" }));
    await copy({ CopySource: "shop/a+b" });
    expect((await rejection(copy({ CopySource: "shop/a%2Bb" }))).name).to.equal("NoSuchKey");
  });

  it("fail on a condition with 412, also where a read would be answered with 304", async () => {
    const { ETag = "" } = await served.client.send(new HeadObjectCommand({ Bucket, Key: "source" }));
    for (const [condition, name] of [
      [{ CopySourceIfMatch: '"x"' }, "If-Match"],
      [{ CopySourceIfNoneMatch: ETag }, "If-None-Match"],
      [{ CopySourceIfUnmodifiedSince: new Date(0) }, "If-Unmodified-Since"],
    ] as const) {
      const error = await rejection(copy(condition));
      expect(error).to.deep.include({
        name: "PreconditionFailed",
        Condition: `x-amz-copy-source-${name}`,
      });
    }
    await copy({ CopySourceIfModifiedSince: new Date(Date.now() + 3_600_000) });
  });

  it("of an archived object are refused", async () => {
    await served.client.send(
      new PutObjectCommand({ Bucket, Key: "cold", Body: "1", StorageClass: "GLACIER" }),
    );
    expect((await rejection(copy({ CopySource: "shop/cold" }))).name).to.equal("ObjectNotInActiveTierError");
  });
});
