import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreateBucketCommand,
  GetObjectCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  S3Client,
} from "@aws-sdk/client-s3";
import { rejection } from "@batchline/diagnostics/testing";
import { type EmbeddedAws, startEmbeddedAws } from "@batchline/embedded-aws";
import { expect } from "chai";
import { TenantObjects } from "../../runs/reproduce/tenant-objects.ts";
import { ServedStack } from "../../testing/runs/served-stack.ts";
import { LentObjects } from "./lent-objects.ts";

const own = { from: new Date(0), to: new Date(1) };
const prefix = "tenants/acme/";

describe("objects of a deployed stack, lent to the embedded AWS", () => {
  let dir: string;
  let deployed: ServedStack;
  let local: EmbeddedAws;
  let s3: S3Client;
  let lent: LentObjects;
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), "lent-"));
    deployed = await ServedStack.start({});
    const { dataBucket: bucket } = deployed.stack.outputs;
    const put = (Key: string, Body: string) =>
      deployed.stack.clients.s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body }));
    for (const name of ["a", "b", "c d"]) await put(`${prefix}originals/${name}`, name);
    await put("tenants/bolt/secret", "bolt's");
    const objects = new TenantObjects(deployed.stack.clients.s3, { bucket, prefix }, own);
    lent = new LentObjects(objects, () => ({ bucket: "local", prefix, s3: local.s3 }));
    local = await startEmbeddedAws({ dir, intercept: lent.intercept });
    s3 = new S3Client(local.clientConfig);
    await s3.send(new CreateBucketCommand({ Bucket: "local" }));
  });
  after(async () => {
    s3?.destroy();
    await local?.stop();
    await deployed?.stop();
    await rm(dir, { recursive: true });
  });

  const read = async (Key: string) => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: "local", Key }));
    return Body?.transformToString();
  };

  it("are copied when they are read, once", async () => {
    expect(await read(`${prefix}originals/c d`)).to.equal("c d");
    expect(await read(`${prefix}originals/c d`)).to.equal("c d");
    expect(lent.copied).to.equal(1);
    expect((await rejection(read(`${prefix}originals/missing`))).name).to.equal("NoSuchKey");
  });

  it("what was put here stays", async () => {
    await s3.send(new PutObjectCommand({ Bucket: "local", Key: `${prefix}originals/a`, Body: "newer" }));
    expect(await read(`${prefix}originals/a`)).to.equal("newer");
  });

  it("are copied when they are listed, also over several pages", async () => {
    const keys: string[] = [];
    const list = { Bucket: "local", Prefix: `${prefix}originals/` };
    for await (const { Contents = [] } of paginateListObjectsV2({ client: s3, pageSize: 2 }, list))
      keys.push(...Contents.flatMap(({ Key }) => Key ?? []));
    expect(keys).to.deep.equal(["a", "b", "c d"].map((name) => `${prefix}originals/${name}`));
  });

  it("are never another tenant's", async () => {
    expect((await rejection(read("tenants/bolt/secret"))).name).to.equal("NoSuchKey");
  });
});
