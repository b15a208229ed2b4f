import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";
import { realClock } from "@batchline/clock";
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
import { waitFor } from "../../testing/worker/wait-for.ts";
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
    await dynamoDb.createTable({
      TableName: "table",
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: ["pk", "sk"].map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
      KeySchema: [
        { AttributeName: "pk", KeyType: "HASH" },
        { AttributeName: "sk", KeyType: "RANGE" },
      ],
    });
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

  const attempt = (jobId = "job:1") =>
    new ChunkRecords(client, "table", {
      workflow: "import",
      runId: "run-1",
      tenant: "acme",
      chunk,
      stage: "fetch",
      jobId,
    });
  const read = async () => {
    const Key = tableKeys.chunk("import", "run-1", chunk, "fetch");
    return (await client.send(new GetCommand({ TableName: "table", Key }))).Item as ChunkRecord;
  };
  const counts = (done: number) => ({ done, failed: 0, skipped: 0 });

  it("begins as running, with nothing done, and expires after 90 days", async () => {
    const records = attempt();
    expect(await records.begin(now)).to.equal(true);
    expect(records.attempts).to.equal(1);
    expect(await read()).to.deep.include({
      runId: "run-1",
      tenant: "acme",
      chunk,
      stage: "fetch",
      jobId: "job:1",
      status: "RUNNING",
      attempts: 1,
      startedAt: "2026-11-23T03:00:00.000Z",
      items: counts(0),
      expiresAt: now.getTime() / 1000 + 90 * 86_400,
    });
  });

  it("forgets, at the next attempt, how the one before ended", async () => {
    const first = attempt();
    await first.begin(now);
    const endedAt = now.toISOString();
    await first.update({
      status: "FAILED",
      endedAt,
      error: "no",
      total: 3,
      items: counts(2),
      failuresKey: "x",
    });
    const second = attempt("job:2");
    expect(await second.begin(now)).to.equal(true);
    const record = await read();
    expect(record).to.deep.include({ status: "RUNNING", attempts: 2, jobId: "job:2", items: counts(0) });
    expect(record).not.to.have.any.keys("error", "endedAt", "total", "failuresKey");
  });

  it("cannot be begun again once it has succeeded", async () => {
    const first = attempt();
    await first.begin(now);
    await first.update({ status: "SUCCEEDED", items: counts(3) });
    expect(await attempt().begin(now)).to.equal(false);
    expect(await read()).to.deep.include({ status: "SUCCEEDED", attempts: 1, items: counts(3) });
  });

  it("belongs to the latest attempt: an earlier one that is still alive cannot change it", async () => {
    const first = attempt();
    await first.begin(now);
    const second = attempt();
    await second.begin(now);
    expect(await first.update({ status: "FAILED", error: "late" })).to.equal(false);
    expect(await second.update({ items: counts(1) })).to.equal(true);
    expect(await read()).to.deep.include({ status: "RUNNING", attempts: 2, items: counts(1) });
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
