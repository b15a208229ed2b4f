import { PutObjectCommand } from "@aws-sdk/client-s3";
import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { encodeManifest } from "../../contract/manifest.ts";
import { platformKeys } from "../../contract/object-keys.ts";
import { tableKeys } from "../../contract/record-keys.ts";
import type { RunRecord } from "../../contract/records.ts";
import { ServedStack } from "../../testing/runs/served-stack.ts";
import { RunsFailure } from "../errors.ts";
import { findRun } from "../records/find-run.ts";
import { RecordReader } from "../records/record-reader.ts";
import { chosenStage } from "./chosen-stage.ts";
import { plannedChunk } from "./planned-chunk.ts";
import { recordReproduction } from "./record-reproduction.ts";
import { TenantObjects } from "./tenant-objects.ts";

describe("a stage that is reproduced", () => {
  let served: ServedStack;
  const by = { workflow: "nightly", runId: "r1", tenant: "acme" };
  const put = (Bucket: string, Key: string, Body: string | Uint8Array) =>
    served.stack.clients.s3.send(new PutObjectCommand({ Bucket, Key, Body }));
  before(async () => {
    served = await ServedStack.start({ nightly: ["fetch", "load"] });
    const manifest = platformKeys.manifest("nightly", "r1", "n");
    await served.run("nightly", "r1", { chunks: 3, manifest });
    await served.plan({
      workflow: "nightly",
      runId: "r1",
      execution: "r1",
      manifest,
      stages: { fetch: {}, load: {} },
    });
    const data = { bucket: served.stack.outputs.dataBucket, prefix: "tenants/acme/" };
    const lines = [0, 1, 2].map((index) => ({
      index,
      tenant: "acme",
      part: index,
      parts: 3,
      data,
      params: { index },
    }));
    await put(
      served.stack.outputs.platformBucket,
      platformKeys.chunks(manifest),
      encodeManifest(lines).chunks,
    );
    for (const chunk of [0, 1]) await served.chunk({ ...by, chunk, stage: "fetch" });
    await served.chunk({ ...by, chunk: 0, stage: "load" });
    await served.chunk({ ...by, chunk: 1, stage: "load" }, { status: "FAILED", error: "no room" });
    await served.chunk({ ...by, chunk: 2, stage: "fetch" }, { status: "FAILED" });
    await served.chunk({ ...by, chunk: 2, stage: "load" }, { status: "NOT_STARTED" });
  });
  after(() => served?.stop());

  it("is the one that failed, with the chunk's earlier stages and its line of the plan", async () => {
    const run = await findRun(served.stack, "r1");
    const { record, before } = await chosenStage(run, { tenant: "acme", stage: "load" });
    expect([record.chunk, record.error]).to.deep.equal([1, "no room"]);
    expect(before.map(({ chunk, stage }) => `${chunk} ${stage}`)).to.deep.equal(["1 fetch"]);
    expect((await plannedChunk(run, 1)).params).to.deep.equal({ index: 1 });
  });

  it("that did not begin: refused", async () => {
    const run = await findRun(served.stack, "r1");
    const wanted = { tenant: "acme", stage: "load", chunk: 2 };
    expect((await rejection(chosenStage(run, wanted), RunsFailure)).code).to.equal("BL-O005");
  });

  it("has an entry in the run's record: who, when, what", async () => {
    const run = await findRun(served.stack, "r1");
    await recordReproduction(run, { tenant: "acme", stage: "load", chunk: 1 }, new Date(0));
    await recordReproduction(run, { tenant: "acme", stage: "fetch", chunk: 2 }, new Date(1));
    const records = new RecordReader(served.stack.clients.dynamodb, served.stack.outputs.table);
    const item = await records.get<RunRecord>(tableKeys.run("nightly", "r1"));
    expect(item?.reproductions?.map(({ stage }) => stage)).to.deep.equal(["load", "fetch"]);
    expect(item?.reproductions?.[0]).to.deep.include({
      at: "1970-01-01T00:00:00.000Z",
      tenant: "acme",
      chunk: 1,
    });
    expect(item?.reproductions?.[0]?.by).to.match(/^arn:aws:iam::/);
  });

  it("finds its tenant's objects, without those that it put itself", async () => {
    const { dataBucket: bucket } = served.stack.outputs;
    for (const key of ["tenants/acme/originals/a", "tenants/acme/runs/nightly/r1/x"])
      await put(bucket, key, "text");
    const data = { bucket, prefix: "tenants/acme/" };
    const found = async (from: number, to: number) => {
      const own = { from: new Date(from), to: new Date(to) };
      const objects = new TenantObjects(served.stack.clients.s3, data, own);
      return [
        ...(await objects.keys("tenants/acme/", undefined)),
        (await objects.get("tenants/acme/originals/a")) !== undefined,
        (await objects.get("tenants/acme/missing")) !== undefined,
      ];
    };
    const all = ["tenants/acme/originals/a", "tenants/acme/runs/nightly/r1/x"];
    expect(await found(0, 1)).to.deep.equal([...all, true, false]);
    expect(await found(Date.now() - 60_000, Date.now() + 60_000)).to.deep.equal([
      ...all.slice(1),
      false,
      false,
    ]);
  });

  it("finds nothing of another tenant", async () => {
    const data = { bucket: served.stack.outputs.dataBucket, prefix: "tenants/acme/" };
    const own = { from: new Date(0), to: new Date(1) };
    const objects = new TenantObjects(served.stack.clients.s3, data, own);
    await rejection(objects.get("tenants/bolt/originals/a"), RangeError);
    await rejection(objects.keys("tenants/", undefined), RangeError);
  });
});
