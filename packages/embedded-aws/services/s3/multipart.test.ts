import { randomBytes } from "node:crypto";
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { type ServedS3, serveS3 } from "../../testing/served-s3.ts";

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
    const one = await served.client.send(new HeadObjectCommand({ ...object, PartNumber: 2 }));
    expect([one.ContentLength, one.PartsCount]).to.deep.equal([mebibyte + 17, 2]);
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
});
