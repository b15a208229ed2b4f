import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rejection } from "@batchline/diagnostics/testing";
import { StringAsset } from "@batchline/pulumi-engine";
import { expect } from "chai";
import { FakeDeployment } from "../../testing/fake-deployment.ts";
import { type S3, startS3 } from "./s3.ts";

describe("resources of S3 that change and go", () => {
  let dir: string;
  let s3: S3;
  let fake: FakeDeployment;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), "s3-"));
    s3 = await startS3({ dir, region: "eu-central-1" });
    fake = new FakeDeployment({ service: s3 });
  });
  afterEach(async () => {
    await s3.stop();
    await rm(dir, { recursive: true });
  });

  it("deletes a bucket with content only if it is forced to", async () => {
    const kept = await fake.existing("aws:s3/bucket:Bucket", { bucket: "orders" });
    await s3.putObject("orders", "a", "content");
    expect((await rejection(fake.delete(kept))).message).to.match(
      /^The bucket you tried to delete is not empty/,
    );
    const forced = await fake.update(kept, { bucket: "orders", forceDestroy: true });
    expect(forced.outputs).to.include({ bucket: "orders", arn: "arn:aws:s3:::orders" });
    await fake.delete(forced);
    expect((await rejection(s3.putObject("orders", "a", ""))).message).to.match(/does not exist/);
    await fake.delete(forced);
  });

  it("refuses a long name at the preview, and a namespace that the name is not in", async () => {
    const type = "aws:s3/bucket:Bucket";
    const long = { bucket: "s".repeat(64), bucketNamespace: "account-regional" };
    expect((await rejection(fake.existing(type, long))).message).to.match(/has 64 characters/);
    const bare = { bucket: "orders", bucketNamespace: "account-regional" };
    expect((await rejection(fake.existing(type, bare))).message).to.match(/did not include .* suffix/);
    const own = { ...bare, bucket: "orders-000000000000-eu-central-1-an" };
    expect((await fake.existing(type, own)).outputs).to.include({ bucketNamespace: "account-regional" });
  });

  it("changes an object's content, and deletes it", async () => {
    await s3.createBucket("orders");
    const type = "aws:s3/bucketObjectv2:BucketObjectv2";
    const object = await fake.existing(type, { bucket: "orders", key: "a.txt", content: "first" });
    const changed = await fake.update(object, {
      ...{ bucket: "orders", key: "a.txt", source: new StringAsset("second") },
    });
    expect(changed.id).to.equal("orders/a.txt");
    expect(changed.outputs.etag).to.not.equal(object.outputs.etag);
    await fake.delete(changed);
    await fake.delete(changed);
    await s3.deleteBucket("orders");
    await fake.delete(changed);
  });
});
