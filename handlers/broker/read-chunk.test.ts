import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import { join } from "node:path";
import { S3Client } from "@aws-sdk/client-s3";
import { realClock } from "@batchline/clock";
import { rejection } from "@batchline/diagnostics/testing";
import { type Gateway, Identity, type S3, startGateway, startS3 } from "@batchline/embedded-aws/testing";
import { expect } from "chai";
import { encodeManifest } from "../../contract/manifest.ts";
import { RefusedError } from "./not-granted.ts";
import { readChunk } from "./read-chunk.ts";

const chunk = (index: number) => ({
  index,
  tenant: `t${index}`,
  part: 0,
  parts: 1,
  data: { bucket: "data", prefix: `tenants/t${index}/` },
  params: { any: "thing" },
});
const source = { workflow: "catalog-import", runId: "run-1", endedAt: "2026-11-23T03:00:00.000Z" };
const ranged = { ...chunk(7), items: { after: "a", through: "b" }, source };
const attempts = [{ chunk: 3, stages: { fetch: "job-1" } }];
const attempted = { ...chunk(8), source: { ...source, attempts } };

describe("a chunk of a manifest", () => {
  let dir: string;
  let s3: S3;
  let gateway: Gateway;
  let client: S3Client;
  before(async () => {
    dir = await mkdtemp(join(os.tmpdir(), "batchline-manifest-"));
    const identity = new Identity({ clock: realClock });
    s3 = await startS3({ dir });
    await s3.createBucket("platform");
    gateway = await startGateway({ identity, services: [s3.service] });
    const credentials = identity.operator;
    client = new S3Client({ region: "us-east-1", endpoint: gateway.endpoint, credentials });
    const manifest = encodeManifest([chunk(4), ranged, { index: "x" }, attempted]);
    await s3.putObject("platform", "runs/1/chunks.json", manifest.chunks);
    await s3.putObject("platform", "runs/1/chunks.idx", manifest.index);
  });
  after(async () => {
    client.destroy();
    await gateway.stop();
    await s3.stop();
    await rm(dir, { recursive: true, force: true });
  });

  it("is found by its place", async () => {
    const found = await readChunk(client, "platform", "runs/1/", 0);
    expect(found).to.deep.equal({ chunk: chunk(4), chunksInRun: 4 });
    expect((await readChunk(client, "platform", "runs/1/", 1)).chunk).to.deep.equal(ranged);
    expect((await readChunk(client, "platform", "runs/1/", 3)).chunk).to.deep.equal(attempted);
  });

  for (const [what, manifest, position, why] of [
    ["beyond the last", "runs/1/", 4, "the manifest lacks chunk 4 of runs/1/"],
    ["far beyond the last", "runs/1/", 3_000, "the manifest lacks chunk 3000 of runs/1/"],
    ["without a manifest", "runs/2/", 0, "the manifest lacks chunk 0 of runs/2/"],
    ["of another shape", "runs/1/", 2, "chunk 2 of runs/1/ is not valid"],
  ] as const) {
    it(`is refused ${what}`, async () => {
      const error = await rejection(readChunk(client, "platform", manifest, position), RefusedError);
      expect(error.message).to.equal(why);
    });
  }
});
