import { randomUUID } from "node:crypto";
import { BenchBatch } from "@batchline/embedded-aws/testing";
import { expect } from "chai";
import { retryStrategy } from "../components/jobs/spot-retry.ts";
import type { Chunk } from "../contract/chunk.ts";
import { env } from "../contract/env.ts";
import { exitCode, mostStarts } from "../contract/exit-codes.ts";
import { dataBucket, startWorkerCloud, type WorkerCloud } from "../testing/worker/cloud.ts";

/** Nothing can be written to its data, which is another tenant's: a failure that Batch retries. */
const chunk: Chunk = {
  ...{ index: 0, tenant: "acme", part: 0, parts: 1, data: { bucket: dataBucket, prefix: "tenants/other/" } },
  params: { baseUrl: "https://www.acme.example/" },
  source: { workflow: "catalog-import", runId: "import-1", endedAt: "2026-11-22T03:00:00.000Z" },
};

/** Attempts of a job on Spot, in order: what ends each. The last one runs. */
const program = `
  const ends = { 2: () => process.kill(process.pid, "SIGKILL"), 4: () => process.exit(1), 6: () => process.kill(process.pid, "SIGKILL") };
  console.log("started");
  (ends[process.env.AWS_BATCH_JOB_ATTEMPT] ?? (() => setInterval(() => {}, 1000)))();
`;

describe("a stage's own failures, on instances that AWS reclaims", () => {
  let bench: BenchBatch;
  let cloud: WorkerCloud;
  let id: string;
  before(async () => {
    bench = await BenchBatch.start(program);
    cloud = await startWorkerCloud({ workflow: "sitemap", chunks: [chunk] });
    bench.define();
    const { attempts, evaluateOnExits } = retryStrategy(mostStarts);
    id = bench.submit({ retryStrategy: { attempts, evaluateOnExit: evaluateOnExits } });
    for (const attempt of [1, 3, 5]) {
      await running(attempt);
      bench.batch.reclaim(id, "i-0123456789abcdef0");
    }
    await running(7);
  });
  after(async () => {
    await cloud?.stop();
    await bench?.[Symbol.asyncDispose]();
  });

  const running = (attempt: number) =>
    bench.reached(id, ({ status, attempts }) => status === "RUNNING" && attempts?.length === attempt - 1);
  /** A job of its own, with the earlier attempts of that one. */
  const run = async (limit: number) => {
    const { attempts = [] } = await running(7);
    const jobId = randomUUID();
    cloud.broker.attempts.set(jobId, attempts);
    const variables = { AWS_BATCH_JOB_ID: jobId, AWS_BATCH_JOB_ATTEMPT: "7" };
    const { code } = await cloud.run("write-sitemap", 0, { ...variables, [env.attempts]: String(limit) });
    return [code, (await cloud.record(0, "write-sitemap"))?.error];
  };

  it("fewer attempts than the limit: Batch retries", async () => {
    expect((await run(8))[0]).to.equal(1);
  });

  it("the one before the limit: Batch retries, as reclaims do not count", async () => {
    expect((await run(5))[0]).to.equal(1);
  });

  it("the last: Batch does not retry", async () => {
    const [code, error] = await run(4);
    expect(code).to.equal(exitCode.badData);
    expect(error).to.match(/not authorized/);
    const { where, tries } = (await cloud.record(0, "write-sitemap")) ?? {};
    expect(where).to.match(/^workflows\/sitemap\/stages\/write-sitemap\.ts:\d+:\d+$/);
    // Batch's code, and the stage's own.
    expect(tries?.at(-1)).to.include({ outcome: "FAILED", exitCode: exitCode.badData, ownExitCode: 1 });
  });

  it("the first may be the last", async () => {
    const { code } = await cloud.run("write-sitemap", 0, { [env.attempts]: "1" });
    expect(code).to.equal(exitCode.badData);
  });

  it("all used up by killed containers: ends at once, and the record has Batch's reason", async () => {
    expect(await run(3)).to.deep.equal([
      exitCode.badData,
      "Essential container in task exited; exit code 137 (tried 3 times)",
    ]);
  });
});
