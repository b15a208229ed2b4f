import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, GetCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { realClock } from "@batchline/clock";
import { rejection } from "@batchline/diagnostics/testing";
import {
  type DynamoDb,
  type Gateway,
  Identity,
  startDynamoDb,
  startGateway,
} from "@batchline/embedded-aws/testing";
import { expect } from "chai";
import { tableKeys } from "../../contract/record-keys.ts";
import type { ChunkRecord } from "../../contract/records.ts";
import { runsTable } from "../../testing/handlers/runs-table.ts";
import { waitFor } from "../../testing/worker/wait-for.ts";
import { ClosedError } from "../../workflow-kit/at-run/errors.ts";
import { Progress } from "../../workflow-kit/at-run/progress.ts";
import { ChunkRecords } from "./chunk-records.ts";
import { progressInterval, writeProgress } from "./progress-writer.ts";

describe("the record of a stage", () => {
  let dynamoDb: DynamoDb;
  let gateway: Gateway;
  let client: DynamoDBDocumentClient;
  let chunk = 0;
  const now = new Date("2026-11-23T03:00:00Z");

  before(async () => {
    const identity = new Identity({ clock: realClock });
    dynamoDb = await startDynamoDb();
    await dynamoDb.createTable(runsTable("table"));
    gateway = await startGateway({ identity, services: [dynamoDb.service] });
    const credentials = identity.operator;
    client = DynamoDBDocumentClient.from(
      new DynamoDBClient({ region: "us-east-1", endpoint: gateway.endpoint, credentials }),
    );
  });
  beforeEach(() => {
    chunk++;
  });
  after(async () => {
    client.destroy();
    await gateway.stop();
    await dynamoDb.stop();
  });

  let attempts = 0;
  const attempt = (execution = "run-1") => {
    const own = { tenant: "acme", jobId: "job:1", attempt: `job-1-${++attempts}`, execution };
    const record = { workflow: "import", runId: "run-1", chunk, stage: "fetch", ...own };
    return new ChunkRecords(client, "table", record, room);
  };
  const read = async () => {
    const Key = tableKeys.chunk("import", "run-1", chunk, "fetch");
    return (await client.send(new GetCommand({ TableName: "table", Key }))).Item as ChunkRecord;
  };
  /** As closing an execution does. */
  const seal = async (execution: string) => {
    const Key = tableKeys.chunk("import", "run-1", chunk, "fetch");
    const ExpressionAttributeValues = { ":execution": new Set([execution]) };
    const UpdateExpression = "ADD closedBy :execution";
    await client.send(
      new UpdateCommand({ TableName: "table", Key, UpdateExpression, ExpressionAttributeValues }),
    );
  };
  const startedAt = "2026-11-23T02:59:50.000Z";
  const room = { startedAt, vcpus: 2, memoryMiB: 4096, instanceType: "c7g.large", spot: true };
  const counts = (done: number) => ({ done, failed: 0, skipped: 0 });
  const success = { status: "SUCCEEDED", endedAt: now.toISOString(), items: counts(3), total: 3 } as const;
  const failure = { status: "FAILED", endedAt: now.toISOString(), items: counts(2), error: "no" } as const;

  it("begins as running, with nothing done, and expires after 90 days", async () => {
    expect(await attempt().begin(now)).to.equal(true);
    expect(await read()).to.deep.include({
      runId: "run-1",
      tenant: "acme",
      chunk,
      stage: "fetch",
      jobId: "job:1",
      status: "RUNNING",
      attempts: 1,
      attempt: `job-1-${attempts}`,
      execution: "run-1",
      startedAt: "2026-11-23T03:00:00.000Z",
      items: counts(0),
      expiresAt: now.getTime() / 1000 + 90 * 86_400,
    });
  });

  it("forgets, at the next attempt, how the one before ended", async () => {
    const first = attempt();
    await first.begin(now);
    expect(await first.update({ ...failure, total: 3, failuresKey: "x" })).to.equal(true);
    expect(await attempt().begin(now)).to.equal(true);
    const record = await read();
    expect(record).to.deep.include({ status: "RUNNING", attempts: 2, items: counts(0) });
    expect(record).not.to.have.any.keys("error", "endedAt", "total", "failuresKey");
  });

  it("has each start of the stage: what it had, used, and how it ended", async () => {
    const [first, second] = [attempt(), attempt()];
    await first.begin(now);
    expect(await read()).to.deep.include({
      heardAt: now.toISOString(),
      tries: [{ attempt: `job-1-${attempts - 1}`, ...room }],
    });
    const endedAt = "2026-11-23T03:00:09.000Z";
    const end = {
      endedAt,
      outcome: "FAILED",
      exitCode: 75,
      reason: "no",
      cpuSeconds: 1.5,
      peakMiB: 80,
    } as const;
    await first.update(failure, end);
    await second.begin(new Date(now.getTime() + 60_000));
    await second.succeed(success, { ...end, outcome: "SUCCEEDED" });
    const tries = (await read()).tries ?? [];
    expect(tries.map(({ outcome }) => outcome)).to.deep.equal(["FAILED", "SUCCEEDED"]);
    expect(tries[0]).to.deep.include({ ...room, ...end });
  });

  it("ends the right try when an earlier attempt succeeds last", async () => {
    const [first, second] = [attempt(), attempt()];
    await first.begin(now);
    await second.begin(now);
    await first.succeed(success, { outcome: "SUCCEEDED" });
    const { tries = [] } = await read();
    expect(tries.map(({ outcome }) => outcome)).to.deep.equal(["SUCCEEDED", undefined]);
  });

  it("cannot be begun again once it has succeeded", async () => {
    const first = attempt();
    await first.begin(now);
    expect(await first.succeed(success)).to.equal(true);
    expect(await attempt().begin(now)).to.equal(false);
    expect(await read()).to.deep.include({ status: "SUCCEEDED", attempts: 1, items: counts(3) });
  });

  it("belongs to the latest attempt: an earlier one that is still alive cannot change it", async () => {
    const first = attempt();
    await first.begin(now);
    const second = attempt();
    await second.begin(now);
    expect(await first.update(failure)).to.equal(false);
    expect(await second.update({ items: counts(1) })).to.equal(true);
    expect(await read()).to.deep.include({ status: "RUNNING", attempts: 2, items: counts(1) });
  });

  it("names the attempt that succeeded first, whoever's it is, and keeps it", async () => {
    const first = attempt();
    await first.begin(now);
    const second = attempt();
    await second.begin(new Date(now.getTime() + 1));
    await second.update(failure);
    expect(await first.succeed(success)).to.equal(true);
    expect(await second.succeed({ ...success, items: counts(2) })).to.equal(false);
    expect(await second.update(failure)).to.equal(false);
    expect(await second.hasSucceeded()).to.equal(true);
    const record = await read();
    expect(record).to.deep.include({
      ...success,
      attempt: `job-1-${attempts - 1}`,
      startedAt: now.toISOString(),
    });
    expect(record).not.to.have.property("error");
  });

  it("is begun once by an attempt whose request took effect but had no answer", async () => {
    const one = attempt();
    expect(await one.begin(now)).to.equal(true);
    expect(await one.begin(now)).to.equal(true);
    expect(await one.update(failure, { outcome: "FAILED" })).to.equal(true);
    const { attempts: begun, tries } = await read();
    expect([begun, tries?.map(({ outcome }) => outcome)]).to.deep.equal([1, ["FAILED"]]);
  });

  it("is not changed by a container of an execution that was closed", async () => {
    const [late, running] = [attempt(), attempt()];
    await running.begin(now);
    await seal("run-1");
    const before = await read();
    expect(await running.update({ items: counts(1) })).to.equal(false);
    expect(await running.update(failure)).to.equal(false);
    expect(await running.succeed(success)).to.equal(false);
    expect(await running.hasSucceeded()).to.equal(false);
    const error = await rejection(late.begin(now), ClosedError);
    expect(error.message).to.equal("execution run-1 was closed before this container began");
    await rejection(running.begin(now), ClosedError);
    expect(await read()).to.deep.equal(before);
  });

  it("is begun by a later execution, and then not changed by the closed one", async () => {
    const earlier = attempt();
    await earlier.begin(now);
    await seal("run-1");
    await seal("resume-0");
    const later = attempt("resume-1");
    expect(await later.begin(now)).to.equal(true);
    expect(await earlier.succeed(success)).to.equal(false);
    expect(await later.succeed(success)).to.equal(true);
    expect(await read()).to.deep.include({ status: "SUCCEEDED", execution: "resume-1", attempts: 2 });
  });

  it("shows the progress while the stage runs", async () => {
    const records = attempt();
    await records.begin(now);
    const progress = new Progress();
    progress.total = 2;
    progress.done();
    const stop = writeProgress(progress, records, 5);
    await waitFor(async () => (await read()).total === 2);
    expect((await read()).items).to.deep.equal(counts(1));
    await stop();
  });

  it("is written to less often when very many write", () => {
    expect(progressInterval(1)).to.equal(1_000);
    expect(progressInterval(100)).to.equal(1_000);
    expect(progressInterval(10_000)).to.equal(5_000);
  });
});
