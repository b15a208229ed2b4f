import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { type ServedS3, serveS3 } from "../../testing/served-s3.ts";

const object = { Bucket: "shop", Key: "one" };

describe("s3 conditional requests", () => {
  let served: ServedS3;
  let etag: string | undefined;
  beforeEach(async () => {
    served = await serveS3();
    etag = (await put("first")).ETag;
  });
  afterEach(() => served.stop());

  const put = (Body: string, more: object = {}) =>
    served.client.send(new PutObjectCommand({ ...object, Body, ...more }));
  const text = async () => (await served.client.send(new GetObjectCommand(object))).Body?.transformToString();

  it("writes a key once under If-None-Match: *", async () => {
    const error = await rejection(put("second", { IfNoneMatch: "*" }));
    expect([error.name, error.$metadata?.httpStatusCode]).to.deep.equal(["PreconditionFailed", 412]);
    expect(await text()).to.equal("first");
    await put("other", { Key: "new", IfNoneMatch: "*" });
  });

  it("lets one of many writers win", async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 40 }, (_, index) => put(`writer ${index}`, { Key: "race", IfNoneMatch: "*" })),
    );
    expect(outcomes.filter(({ status }) => status === "fulfilled")).to.have.length(1);
  });

  it("replaces only the version that If-Match names", async () => {
    await put("second", { IfMatch: etag });
    expect((await rejection(put("third", { IfMatch: etag }))).name).to.equal("PreconditionFailed");
    expect(await text()).to.equal("second");
    expect((await rejection(put("x", { Key: "missing", IfMatch: etag }))).name).to.equal("NoSuchKey");
  });

  it("deletes only the version that If-Match names", async () => {
    const remove = (IfMatch: string | undefined) =>
      served.client.send(new DeleteObjectCommand({ ...object, IfMatch }));
    expect((await rejection(remove('"other"'))).name).to.equal("PreconditionFailed");
    await remove(etag);
    expect((await rejection(text())).name).to.equal("NoSuchKey");
  });

  it("does not send an unchanged object", async () => {
    const read = (more: object) =>
      rejection(served.client.send(new GetObjectCommand({ ...object, ...more })));
    expect((await read({ IfNoneMatch: etag })).$metadata?.httpStatusCode).to.equal(304);
    expect((await read({ IfModifiedSince: new Date() })).$metadata?.httpStatusCode).to.equal(304);
    expect((await read({ IfMatch: '"other"' })).$metadata?.httpStatusCode).to.equal(412);
    expect((await read({ IfUnmodifiedSince: new Date(0) })).$metadata?.httpStatusCode).to.equal(412);
    const head = rejection(served.client.send(new HeadObjectCommand({ ...object, IfNoneMatch: etag })));
    expect((await head).$metadata?.httpStatusCode).to.equal(304);
  });

  it("prefers an ETag condition to a date", async () => {
    const read = (more: object) => served.client.send(new GetObjectCommand({ ...object, ...more }));
    await read({ IfNoneMatch: '"other"', IfModifiedSince: new Date() });
    await read({ IfMatch: etag, IfUnmodifiedSince: new Date(0) });
  });

  it("copies only the version of the copy's condition", async () => {
    const copy = (CopySourceIfMatch: string | undefined) =>
      served.client.send(
        new CopyObjectCommand({ Bucket: "shop", Key: "copy", CopySource: "shop/one", CopySourceIfMatch }),
      );
    expect((await rejection(copy('"other"'))).name).to.equal("PreconditionFailed");
    await copy(etag);
  });
});
