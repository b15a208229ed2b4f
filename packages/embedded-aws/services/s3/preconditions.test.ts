import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  UploadPartCommand,
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
    expect(error.message).to.equal("At least one of the pre-conditions you specified did not hold");
    expect(error).to.have.property("Condition", "If-None-Match");
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

  it("refuses conditions that S3 does not take", async () => {
    for (const [conditions, Header, additionalMessage] of [
      [{ IfMatch: "*" }, "If-Match", "We don't accept the provided value of If-Match header for this API"],
      [
        { IfNoneMatch: '"x"' },
        "If-None-Match",
        "We don't accept the provided value of If-None-Match header for this API",
      ],
      [
        { IfMatch: '"x"', IfNoneMatch: "*" },
        "If-Match,If-None-Match",
        "Multiple conditional request headers present in the request",
      ],
    ] as const) {
      const error = await rejection(put("x", conditions));
      expect(error).to.include({ name: "NotImplemented", Header, additionalMessage });
    }
  });

  // As AWS answered: shared recordings s3_api, multipart_if_match_with_delete and multipart_if_none_match_with_delete.
  describe("of a multipart upload", () => {
    const begun = async () => {
      const { UploadId } = await served.client.send(new CreateMultipartUploadCommand(object));
      const { ETag } = await served.client.send(
        new UploadPartCommand({ ...object, UploadId, PartNumber: 1, Body: "part" }),
      );
      const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
      return (more: object) =>
        served.client.send(
          new CompleteMultipartUploadCommand({ ...object, UploadId, MultipartUpload, ...more }),
        );
    };
    const remove = () => served.client.send(new DeleteObjectCommand(object));
    const refused = async (completion: Promise<unknown>) => {
      const { name, $metadata, Condition, Key } = (await rejection(completion)) as Error & {
        $metadata?: { httpStatusCode?: number };
        Condition?: string;
        Key?: string;
      };
      return [name, $metadata?.httpStatusCode, Condition, Key];
    };
    const conflict = (condition: string) => ["ConditionalRequestConflict", 409, condition, "one"];

    it("fails under If-None-Match if the key exists, and conflicts if it was deleted meanwhile", async () => {
      const complete = await begun();
      const once = () => complete({ IfNoneMatch: "*" });
      expect(await refused(once())).to.deep.equal(["PreconditionFailed", 412, "If-None-Match", undefined]);
      await remove();
      expect(await refused(once())).to.deep.equal(conflict("If-None-Match"));
      const again = await begun();
      await again({ IfNoneMatch: "*" });
      expect(await text()).to.equal("part");
    });

    it("conflicts under If-Match if the object was written again meanwhile, also with the same bytes", async () => {
      const complete = await begun();
      const replacing = () => complete({ IfMatch: etag });
      await remove();
      expect(await refused(replacing())).to.deep.equal(["NoSuchKey", 404, undefined, "one"]);
      await put("first");
      expect(await refused(replacing())).to.deep.equal(conflict("If-Match"));
      const again = await begun();
      expect((await refused(again({ IfMatch: '"other"' })))[0]).to.equal("PreconditionFailed");
      await again({ IfMatch: etag });
    });
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
