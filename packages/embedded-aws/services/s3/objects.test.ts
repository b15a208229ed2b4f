import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketLocationCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  PutObjectLegalHoldCommand,
} from "@aws-sdk/client-s3";
import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import fc from "fast-check";
import { type ServedS3, serveS3 } from "../../testing/served-s3.ts";
import { sendSigned } from "../../testing/signed-request.ts";
import { startS3 } from "./s3.ts";

const Bucket = "shop";

describe("s3 objects", () => {
  let served: ServedS3;
  before(async () => {
    served = await serveS3();
  });
  after(() => served.stop());

  const put = (Key: string, Body: string | Uint8Array | Readable, more: object = {}) =>
    served.client.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
  const get = async (Key: string, more: object = {}) => {
    const answer = await served.client.send(new GetObjectCommand({ Bucket, Key, ...more }));
    return { ...answer, bytes: Buffer.from((await answer.Body?.transformToByteArray()) ?? []) };
  };

  for (const size of [0, 1, 65_535, 65_536, 65_537, 3_000_000, 13_000_000]) {
    it(`returns ${size} bytes unchanged, from memory and from a stream`, async () => {
      const body = randomBytes(size);
      await put("bytes", body);
      expect((await get("bytes")).bytes.equals(body)).to.equal(true);
      await put("stream", Readable.from(size === 0 ? [] : [body]), { ContentLength: size });
      const { bytes, ContentLength } = await get("stream");
      expect(bytes.equals(body)).to.equal(true);
      expect(ContentLength).to.equal(size);
    });
  }

  it("keeps the uploader's headers", async () => {
    await put("described", "hello", {
      ContentType: "text/plain",
      ContentEncoding: "identity",
      CacheControl: "max-age=60",
      Metadata: { source: "feed", note: "a b" },
    });
    const head = await served.client.send(new HeadObjectCommand({ Bucket, Key: "described" }));
    expect(head).to.deep.include({
      ContentType: "text/plain",
      ContentEncoding: "identity",
      CacheControl: "max-age=60",
      Metadata: { source: "feed", note: "a b" },
      ContentLength: 5,
      ETag: '"5d41402abc4b2a76b9719d911017c592"',
    });
    expect(Math.abs(Date.now() - (head.LastModified?.getTime() ?? 0))).to.be.below(5000);
  });

  it("stores an object in a file of its name", async () => {
    await put("tenants/acme/rendition.webp", "webp");
    expect(readFileSync(join(served.dir, "shop/tenants/acme/rendition.webp"), "utf8")).to.equal("webp");
  });

  it("keeps any two keys apart", async () => {
    const segment = fc.oneof(
      fc.constantFrom("", ".", "..", "a", "A", "b.data", "ü", "x y", "%41", "a+b", "&<>\"'", "🦊"),
      fc.string({ maxLength: 5, unit: "grapheme" }),
    );
    const keys = fc.uniqueArray(
      fc
        .array(segment, { minLength: 1, maxLength: 4 })
        .map((parts) => parts.join("/"))
        .filter((key) => key !== "" && key !== "/"),
      { minLength: 1, maxLength: 8 },
    );
    await fc.assert(
      fc.asyncProperty(keys, async (some) => {
        await Promise.all(some.map((key) => put(key, `of ${key}`)));
        for (const key of some) expect((await get(key)).bytes.toString()).to.equal(`of ${key}`);
        for (const Key of some) await served.client.send(new DeleteObjectCommand({ Bucket, Key }));
      }),
    );
    expect(existsSync(join(served.dir, "..", "a"))).to.equal(false);
  });

  it("keeps `a` beside `a/b`", async () => {
    await put("folder", "1");
    await put("folder/file", "2");
    await put("other/file", "3");
    await put("other", "4");
    const all = await Promise.all(["folder", "folder/file", "other/file", "other"].map((key) => get(key)));
    expect(all.map(({ bytes }) => bytes.toString())).to.deep.equal(["1", "2", "3", "4"]);
  });

  for (const [range, expected, contentRange] of [
    ["bytes=2-4", "234", "bytes 2-4/10"],
    ["bytes=7-", "789", "bytes 7-9/10"],
    ["bytes=-3", "789", "bytes 7-9/10"],
    ["bytes=-99", "0123456789", "bytes 0-9/10"],
    ["bytes=8-99", "89", "bytes 8-9/10"],
  ] as const) {
    it(`answers ${range}`, async () => {
      await put("digits", "0123456789");
      const { bytes, ContentRange, $metadata } = await get("digits", { Range: range });
      expect([bytes.toString(), ContentRange, $metadata.httpStatusCode]).to.deep.equal([
        expected,
        contentRange,
        206,
      ]);
    });
  }

  it("refuses a range after the end", async () => {
    await put("digits", "0123456789");
    expect((await rejection(get("digits", { Range: "bytes=10-" }))).name).to.equal("InvalidRange");
  });

  it("refuses a body with a wrong checksum", async () => {
    for (const algorithm of ["CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"] as const) {
      const name = `Checksum${algorithm}` as const;
      const other = await put("other", "other", { ChecksumAlgorithm: algorithm });
      const error = await rejection(put("corrupt", "hello", { [name]: other[name] }));
      expect([error.name, error.message]).to.deep.equal([
        "BadDigest",
        `The ${algorithm} you specified did not match the calculated checksum.`,
      ]);
    }
    const md5 = "XUFAKrxLKna5cZ2REBfFkg==";
    expect((await rejection(put("corrupt", "hell", { ContentMD5: md5 }))).name).to.equal("BadDigest");
    expect((await rejection(put("corrupt", "hello", { ContentMD5: "AAAA" }))).name).to.equal("InvalidDigest");
    const unreadable = await rejection(put("corrupt", "hello", { ChecksumSHA256: "AAAA" }));
    expect([unreadable.name, unreadable.message]).to.deep.equal([
      "InvalidRequest",
      "Value for x-amz-checksum-sha256 header is invalid.",
    ]);
    expect((await rejection(get("corrupt"))).name).to.equal("NoSuchKey");
  });

  it("returns size and checksum without the bytes", async () => {
    await put("checked", "hello", { ChecksumAlgorithm: "SHA256" });
    const answer = await served.client.send(
      new GetObjectAttributesCommand({
        Bucket,
        Key: "checked",
        ObjectAttributes: ["Checksum", "ObjectSize"],
      }),
    );
    expect(answer.ObjectSize).to.equal(5);
    expect(answer.Checksum?.ChecksumSHA256).to.equal("LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=");
    expect(answer.ETag).to.equal(undefined);
  });

  it("deletes one object, and many with a result for each", async () => {
    await put("one", "1");
    await put("tw<o>&", "2");
    await served.client.send(new DeleteObjectCommand({ Bucket, Key: "one" }));
    await served.client.send(new DeleteObjectCommand({ Bucket, Key: "one" }));
    expect((await rejection(get("one"))).name).to.equal("NoSuchKey");
    const { Deleted } = await served.client.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: "tw<o>&" }, { Key: "never" }] } }),
    );
    expect(Deleted?.map(({ Key }) => Key)).to.deep.equal(["tw<o>&", "never"]);
    expect((await rejection(get("tw<o>&"))).name).to.equal("NoSuchKey");
  });

  // https://github.com/IQSS/dataverse/issues/4524 has AWS's answer.
  it("refuses a header that HTTP cannot carry", async () => {
    await put("price", "5");
    for (const name of ["€", "a\nb", "\u0000"]) {
      const ResponseContentDisposition = `attachment; filename="${name}.pdf"`;
      const error = await rejection(get("price", { ResponseContentDisposition }));
      expect(error.name).to.equal("InvalidArgument");
      expect(error.message).to.equal("Header value cannot be represented using ISO-8859-1.");
    }
    const latin = await get("price", { ResponseContentDisposition: "é" });
    expect(latin.ContentDisposition).to.equal("é");
    // Bytes of UTF-8, as a client reads them.
    const bytes = Buffer.from('attachment; filename="€.pdf"').toString("latin1");
    const upload = { method: "PUT", path: "/shop/price", service: "s3", body: "5" };
    const headers = { "content-disposition": bytes };
    const sent = await sendSigned(served.endpoint, served.identity.operator, { ...upload, headers });
    expect(sent.error).to.match(/^200 /);
    expect((await get("price")).ContentDisposition).to.equal(bytes);
  });

  it("answers HEAD of a missing object with 404 and no body", async () => {
    const error = await rejection(served.client.send(new HeadObjectCommand({ Bucket, Key: "missing" })));
    expect(error.name).to.equal("NotFound");
  });

  it("creates and deletes buckets over the wire", async () => {
    const bucket = { Bucket: "by-wire" };
    await served.client.send(new CreateBucketCommand(bucket));
    // us-east-1 lets one create a bucket of one's own again.
    await served.client.send(new CreateBucketCommand(bucket));
    await served.client.send(new HeadBucketCommand(bucket));
    await served.client.send(new GetBucketLocationCommand(bucket));
    const { Buckets } = await served.client.send(new ListBucketsCommand());
    expect(Buckets?.map(({ Name }) => Name)).to.deep.equal(["by-wire", "shop"]);
    await served.client.send(new PutObjectCommand({ ...bucket, Key: "k", Body: "" }));
    expect((await rejection(served.client.send(new DeleteBucketCommand(bucket)))).name).to.equal(
      "BucketNotEmpty",
    );
    await served.client.send(new DeleteObjectCommand({ ...bucket, Key: "k" }));
    await served.client.send(new DeleteBucketCommand(bucket));
    expect((await rejection(served.client.send(new HeadBucketCommand(bucket)))).name).to.equal("NotFound");
    const invalid = served.client.send(new CreateBucketCommand({ Bucket: "No_Bucket" }));
    expect((await rejection(invalid)).name).to.equal("InvalidBucketName");
  });

  it("deletes a bucket with its objects when it is forced to", async () => {
    await served.s3.createBucket("orders");
    await served.s3.putObject("orders", "a/b.txt", "first");
    await served.s3.putObject("orders", "a//b", "second");
    const error = await rejection(served.s3.deleteBucket("orders"));
    expect(error.message).to.match(/^The bucket you tried to delete is not empty/);
    await served.s3.deleteBucket("orders", { force: true });
    expect(existsSync(join(served.dir, "orders"))).to.equal(false);
    await served.s3.createBucket("orders");
    const listed = await served.client.send(new ListObjectsV2Command({ Bucket: "orders" }));
    expect(listed.KeyCount).to.equal(0);
  });

  it("names an operation that is not emulated and does not change the object", async () => {
    await put("held", "body");
    const hold = { Bucket, Key: "held", LegalHold: { Status: "ON" } } as const;
    const error = await rejection(served.client.send(new PutObjectLegalHoldCommand(hold)));
    expect([error.name, error.message]).to.deep.equal([
      "NotImplemented",
      "s3:PutObjectLegalHold is not emulated. docs/aws-coverage.md lists what is.",
    ]);
    expect((await get("held")).bytes.toString()).to.equal("body");
  });

  it("has all objects after a restart", async () => {
    const first = await serveS3();
    await first.client.send(
      new PutObjectCommand({ Bucket, Key: "kept/../é", Body: "1", Metadata: { a: "1" }, Tagging: "a=1" }),
    );
    await first.client.send(new PutObjectCommand({ Bucket, Key: "gone", Body: "2" }));
    await first.client.send(new DeleteObjectCommand({ Bucket, Key: "gone" }));
    const second = await startS3({ dir: first.dir });
    const { service } = second;
    const headers = { host: "localhost" };
    const request = {
      method: "GET",
      query: new URLSearchParams(),
      headers,
      body: Buffer.alloc(0),
      requestId: "r",
    };
    const principal = { arn: "arn:aws:iam::000000000000:root", userId: "0", tags: {} };
    const read = (path: string) =>
      service.handle({ ...request, path, principal, authorise: () => {}, refusal: () => undefined });
    const kept = await read("/shop/kept/..%2F%C3%A9");
    expect([String(kept.body), kept.headers?.["x-amz-meta-a"]]).to.deep.equal(["1", "1"]);
    expect(kept.headers?.["x-amz-tagging-count"]).to.equal("1");
    expect((await read("/shop/gone")).status).to.equal(404);
    await second.stop();
    await first.stop();
  });
});
