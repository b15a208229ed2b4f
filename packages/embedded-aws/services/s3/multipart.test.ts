import { randomBytes } from "node:crypto";
import { appendFile } from "node:fs/promises";
import { join } from "node:path";
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
} from "@aws-sdk/client-s3";
import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { startGateway } from "../../host/gateway/server.ts";
import { clientFor } from "../../testing/client.ts";
import { type ServedS3, serveS3 } from "../../testing/served-s3.ts";
import { startS3 } from "./s3.ts";

const object = { Bucket: "shop", Key: "big" };
const mebibyte = 1024 ** 2;

describe("s3 multipart uploads", () => {
  let served: ServedS3;
  beforeEach(async () => {
    served = await serveS3();
  });
  afterEach(() => served.stop());

  const begin = async () => {
    const { UploadId } = await served.client.send(
      new CreateMultipartUploadCommand({ ...object, ContentType: "image/png", ChecksumAlgorithm: "CRC32" }),
    );
    return { ...object, UploadId };
  };
  const part = async (upload: Awaited<ReturnType<typeof begin>>, PartNumber: number, Body: Uint8Array) => {
    const { ETag, ChecksumCRC32 } = await served.client.send(
      new UploadPartCommand({ ...upload, PartNumber, Body, ChecksumAlgorithm: "CRC32" }),
    );
    return { PartNumber, ETag, ChecksumCRC32 };
  };

  it("joins the parts byte for byte", async () => {
    const body = randomBytes(6 * mebibyte + 17);
    const upload = await begin();
    const second = await part(upload, 2, body.subarray(5 * mebibyte));
    const first = await part(upload, 1, body.subarray(0, 5 * mebibyte));
    const { Parts } = await served.client.send(new ListPartsCommand(upload));
    expect(Parts?.map(({ PartNumber, Size }) => [PartNumber, Size])).to.deep.equal([
      [1, 5 * mebibyte],
      [2, mebibyte + 17],
    ]);
    const done = await served.client.send(
      new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts: [first, second] } }),
    );
    expect(done.ETag).to.match(/^"[0-9a-f]{32}-2"$/);
    const got = await served.client.send(new GetObjectCommand({ ...object, ChecksumMode: "ENABLED" }));
    expect(body.equals((await got.Body?.transformToByteArray()) ?? Buffer.alloc(0))).to.equal(true);
    expect([got.ContentType, got.ChecksumType, got.ETag]).to.deep.equal([
      "image/png",
      "COMPOSITE",
      done.ETag,
    ]);
    const one = await served.client.send(
      new HeadObjectCommand({ ...object, PartNumber: 2, ChecksumMode: "ENABLED" }),
    );
    expect([one.ContentLength, one.PartsCount, one.ChecksumCRC32]).to.deep.equal([
      mebibyte + 17,
      2,
      second.ChecksumCRC32,
    ]);
  });

  it("refuses a part that is too small, missing, or out of order", async () => {
    const upload = await begin();
    const parts = [await part(upload, 1, randomBytes(9)), await part(upload, 2, randomBytes(9))];
    const complete = (Parts: object[]) =>
      rejection(
        served.client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } })),
      );
    expect((await complete(parts)).name).to.equal("EntityTooSmall");
    expect((await complete([...parts].reverse())).name).to.equal("InvalidPartOrder");
    expect((await complete([{ PartNumber: 3, ETag: '"x"' }])).name).to.equal("InvalidPart");
  });

  it("removes an aborted upload", async () => {
    const upload = await begin();
    await part(upload, 1, randomBytes(9));
    const { Uploads } = await served.client.send(new ListMultipartUploadsCommand({ Bucket: "shop" }));
    expect(Uploads?.map(({ Key }) => Key)).to.deep.equal(["big"]);
    await served.client.send(new AbortMultipartUploadCommand(upload));
    expect((await rejection(part(upload, 2, randomBytes(9)))).name).to.equal("NoSuchUpload");
  });

  it("does not complete against If-None-Match, and can be retried", async () => {
    const upload = await begin();
    const Parts = [await part(upload, 1, randomBytes(9))];
    await served.client.send(new PutObjectCommand({ ...object, Body: "first" }));
    const complete = (more: object) =>
      served.client.send(
        new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts }, ...more }),
      );
    expect((await rejection(complete({ IfNoneMatch: "*" }))).name).to.equal("PreconditionFailed");
    expect((await complete({})).Key).to.equal("big");
  });

  it("answers a repeated completion as before, but not one of other parts", async () => {
    const upload = await begin();
    const Parts = [await part(upload, 1, randomBytes(9))];
    const complete = (parts: typeof Parts) =>
      served.client.send(
        new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts: parts } }),
      );
    const both = await Promise.all([complete(Parts), complete(Parts)]);
    const etags = [...both, await complete(Parts)].map(({ ETag }) => ETag);
    expect(new Set(etags).size).to.equal(1);
    const other = await rejection(complete([{ ...Parts[0], PartNumber: 2 } as (typeof Parts)[0]]));
    expect(other.name).to.equal("NoSuchUpload");
  });

  it("checks the checksum and the size of the whole", async () => {
    const { UploadId } = await served.client.send(new CreateMultipartUploadCommand(object));
    const upload = { ...object, UploadId };
    const { ETag } = await served.client.send(
      new UploadPartCommand({ ...upload, PartNumber: 1, Body: "hello" }),
    );
    const complete = (more: object) =>
      served.client.send(
        new CompleteMultipartUploadCommand({
          ...upload,
          MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] },
          ...more,
        }),
      );
    const size = await rejection(complete({ MpuObjectSize: 6 }));
    expect(size.message).to.equal(
      "The provided 'x-amz-mp-object-size' header value 6 does not match what was computed: 5",
    );
    const digest = await rejection(
      complete({ ChecksumSHA256: "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=" }),
    );
    expect(digest.name).to.equal("BadDigest");
    expect((await rejection(complete({ ChecksumType: "COMPOSITE" }))).name).to.equal("InvalidRequest");
    // What AWS recorded for this text.
    const done = await complete({ ChecksumCRC64NVME: "M3eFcAZSQlc=", MpuObjectSize: 5 });
    expect([done.ChecksumCRC64NVME, done.ChecksumType]).to.deep.equal(["M3eFcAZSQlc=", "FULL_OBJECT"]);
  });

  it("makes the checksum of the whole from the parts' checksums", async () => {
    const body = randomBytes(5 * mebibyte + 17);
    const whole = await served.client.send(
      new PutObjectCommand({ Bucket: "shop", Key: "whole", Body: body, ChecksumAlgorithm: "CRC64NVME" }),
    );
    const { UploadId } = await served.client.send(new CreateMultipartUploadCommand(object));
    const upload = { ...object, UploadId };
    const parts = [body.subarray(0, 5 * mebibyte), body.subarray(5 * mebibyte)];
    const Parts = await Promise.all(
      parts.map(async (Body, index) => {
        const { ETag } = await served.client.send(
          new UploadPartCommand({ ...upload, PartNumber: index + 1, Body }),
        );
        return { PartNumber: index + 1, ETag };
      }),
    );
    const done = await served.client.send(
      new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }),
    );
    expect(done.ChecksumCRC64NVME).to.equal(whole.ChecksumCRC64NVME);
  });

  it("takes parts from objects", async () => {
    await served.client.send(new PutObjectCommand({ Bucket: "shop", Key: "source", Body: "0123456789" }));
    const { UploadId } = await served.client.send(new CreateMultipartUploadCommand(object));
    const upload = { ...object, UploadId, CopySource: "shop/source", PartNumber: 1 };
    const copy = (CopySourceRange: string) =>
      served.client.send(new UploadPartCopyCommand({ ...upload, CopySourceRange }));
    const wrongForm = await rejection(copy("bytes=1-"));
    expect(wrongForm.message).to.match(
      /^The x-amz-copy-source-range value must be of the form bytes=first-last/,
    );
    const outside = await rejection(copy("bytes=0-10"));
    expect(outside.message).to.equal("Range specified is not valid for source object of size: 10");
    const { CopyPartResult } = await copy("bytes=2-4");
    await served.client.send(
      new CompleteMultipartUploadCommand({
        ...upload,
        MultipartUpload: { Parts: [{ PartNumber: 1, ETag: CopyPartResult?.ETag }] },
      }),
    );
    const { Body } = await served.client.send(new GetObjectCommand(object));
    expect(await Body?.transformToString()).to.equal("234");
  });

  it("are listed in pages, with common prefixes", async () => {
    const keys = ["a/1", "a/2", "b", "b", "c"];
    const ids: (string | undefined)[] = [];
    for (const Key of keys)
      ids.push(
        (await served.client.send(new CreateMultipartUploadCommand({ Bucket: "shop", Key }))).UploadId,
      );
    const seen: (string | undefined)[] = [];
    let markers: { KeyMarker?: string | undefined; UploadIdMarker?: string | undefined } = {};
    for (let pages = 0; pages < keys.length; pages++) {
      const page = await served.client.send(
        new ListMultipartUploadsCommand({ Bucket: "shop", MaxUploads: 2, ...markers }),
      );
      seen.push(...(page.Uploads ?? []).map(({ UploadId }) => UploadId));
      if (page.IsTruncated !== true) break;
      markers = { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker };
    }
    expect(seen).to.deep.equal(ids);
    const folded = await served.client.send(
      new ListMultipartUploadsCommand({ Bucket: "shop", Delimiter: "/", KeyMarker: "a/1" }),
    );
    // AWS does not repeat the common prefix of the marker.
    expect([folded.CommonPrefixes, folded.Uploads?.map(({ Key }) => Key)]).to.deep.equal([
      undefined,
      ["b", "b", "c"],
    ]);
  });

  it("go on after a restart, with the parts that came before, unless they had ended", async () => {
    const aborted = await begin();
    await served.client.send(new AbortMultipartUploadCommand(aborted));
    const upload = await begin();
    const large = randomBytes(5 * mebibyte);
    const first = await part(upload, 1, large);
    await part(upload, 2, Buffer.from("replaced"));
    const second = await part(upload, 2, Buffer.from("kept"));
    // A crash cuts off what it was writing.
    await appendFile(join(served.dir, ".uploads", upload.UploadId ?? "", "record"), '{"partNumber":3');

    const restarted = await startS3({ dir: served.dir });
    const gateway = await startGateway({ identity: served.identity, services: [restarted.service] });
    const region = "us-east-1";
    const client = new S3Client({ ...clientFor(gateway.endpoint, served.identity.operator), region });
    try {
      const { Uploads } = await client.send(new ListMultipartUploadsCommand({ Bucket: "shop" }));
      expect(Uploads?.map(({ UploadId }) => UploadId)).to.deep.equal([upload.UploadId]);
      const third = await client.send(
        new UploadPartCommand({ ...upload, PartNumber: 1, Body: large, ChecksumAlgorithm: "CRC32" }),
      );
      expect(third.ETag).to.equal(first.ETag);
      const MultipartUpload = { Parts: [first, second] };
      await client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload, IfNoneMatch: "*" }));
      const got = await client.send(new GetObjectCommand(object));
      const bytes = Buffer.from((await got.Body?.transformToByteArray()) ?? []);
      expect([got.ContentType, bytes.equals(Buffer.concat([large, Buffer.from("kept")]))]).to.deep.equal([
        "image/png",
        true,
      ]);
    } finally {
      await gateway.stop();
      await restarted.stop();
    }
  });
});
