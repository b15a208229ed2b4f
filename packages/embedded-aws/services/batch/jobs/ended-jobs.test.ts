import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { VirtualClock } from "@batchline/clock";
import { expect } from "chai";
import { BenchBatch, ec2Resources } from "../../../testing/bench-batch.ts";
import type { Runner } from "../scheduler/runner.ts";
import { EndedJobs } from "./ended-jobs.ts";
import { listJobs } from "./list-jobs.ts";

/** Containers that end at once: with exit code 1 at index 1 of an array, else 0. A job with the environment variable WAIT runs on. */
const runner = (goesOn: { now: boolean }): Runner => ({
  start(job, attempt, report) {
    report.started({ logStreamName: `stream-${job.id}-${attempt}` });
    if (!goesOn.now) report.ended({ exitCode: job.index === 1 ? 1 : 0 });
  },
  kill() {},
});

describe("jobs that ended in an earlier session", () => {
  const dayMs = 24 * 3_600_000;
  let dir: string;
  let clock: VirtualClock;
  let goesOn: { now: boolean };
  const sessions: BenchBatch[] = [];
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), "batchline-ended-"));
    clock = new VirtualClock(Date.parse("2026-03-04T05:06:07.089Z"));
    goesOn = { now: false };
  });
  afterEach(async () => {
    for (const session of sessions.splice(0)) await session[Symbol.asyncDispose]();
    await rm(dir, { recursive: true });
  });

  async function session(): Promise<BenchBatch> {
    const ended = new EndedJobs(join(dir, "ended.jsonl"), clock);
    const bench = await BenchBatch.start("", clock, { runner: runner(goesOn), ended });
    await bench.batch.restoreEnded();
    bench.define();
    sessions.push(bench);
    return bench;
  }
  const array = { jobName: "chain", arrayProperties: { size: 1_200 } };
  const described = ({ batch }: BenchBatch, ids: readonly string[]) =>
    JSON.parse(JSON.stringify(ids.map((id) => batch.describeJob(id))));

  it("are described as before: plain jobs, arrays and their children", async () => {
    const first = await session();
    const id = first.submit(array);
    const ids = [first.submit(), id, `${id}:0`, `${id}:1`, `${id}:1199`];
    const before = described(first, ids);
    expect(before[1].arrayProperties.statusSummary).to.include({ SUCCEEDED: 1_199, FAILED: 1, PENDING: 0 });
    expect(before[3]).to.deep.include({
      status: "FAILED",
      statusReason: "Essential container in task exited",
    });
    await first.batch.stop();
    const second = await session();
    expect(described(second, ids)).to.deep.equal(before);
    const listed = listJobs(second.batch, { arrayJobId: id, jobStatus: "FAILED" });
    expect(listed.jobSummaryList?.map(({ jobId }) => jobId)).to.deep.equal([`${id}:1`]);
    const filters = [{ name: "JOB_NAME", values: ["chain*"] }];
    expect(listJobs(second.batch, { jobQueue: "queue", filters }).jobSummaryList).to.have.length(1);
  });

  it("are dependencies that have ended", async () => {
    const first = await session();
    const jobId = first.submit();
    await first.batch.stop();
    const second = await session();
    expect(second.job(second.submit({ dependsOn: [{ jobId }] })).status).to.equal("SUCCEEDED");
  });

  it("have the nodes of multi-node parallel jobs", async () => {
    const sessionWithNodes = async () => {
      const bench = await session();
      bench.batch.createComputeEnvironment({
        ...{ computeEnvironmentName: "on-demand", type: "MANAGED", computeResources: ec2Resources },
      });
      const computeEnvironmentOrder = [{ order: 1, computeEnvironment: "on-demand" }];
      bench.batch.createJobQueue({ jobQueueName: "nodes", priority: 1, computeEnvironmentOrder });
      return bench;
    };
    const first = await sessionWithNodes();
    const resourceRequirements = [
      { type: "VCPU" as const, value: "1" },
      { type: "MEMORY" as const, value: "512" },
    ];
    const container = { image: "worker@sha256:0123", resourceRequirements };
    first.batch.registerJobDefinition({
      ...{ jobDefinitionName: "several", type: "multinode" },
      nodeProperties: {
        ...{ numNodes: 2, mainNode: 0 },
        nodeRangeProperties: [{ targetNodes: "0:1", container }],
      },
    });
    const id = first.submit({ jobDefinition: "several", jobQueue: "nodes" });
    const ids = [id, `${id}#0`, `${id}#1`];
    const before = described(first, ids);
    await first.batch.stop();
    expect(described(await sessionWithNodes(), ids)).to.deep.equal(before);
  });

  it("are gone after seven days; jobs that had not ended are gone at once", async () => {
    const first = await session();
    const old = first.submit();
    clock.advance(4 * dayMs);
    const later = first.submit();
    goesOn.now = true;
    const running = first.submit();
    await first.batch.stop();
    clock.advance(3 * dayMs + 1);
    const found = ({ batch }: BenchBatch) => [old, later, running].map((id) => batch.describeJob(id)?.status);
    const second = await session();
    expect(found(second)).to.deep.equal([undefined, "SUCCEEDED", undefined]);
    await second.batch.stop();
    expect(found(await session())).to.deep.equal([undefined, "SUCCEEDED", undefined]);
  });
});
