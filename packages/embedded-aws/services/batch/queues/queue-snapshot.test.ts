import { GetJobQueueSnapshotCommand } from "@aws-sdk/client-batch";
import { VirtualClock } from "@batchline/clock";
import { expect } from "chai";
import { batchArn, refusal, startBatchOverHttp } from "../../../testing/batch-over-http.ts";
import { BenchBatch } from "../../../testing/bench-batch.ts";

const running = ({ status }: { readonly status?: string | undefined }) => status === "RUNNING";

describe("snapshot of a Batch job queue", () => {
  let clock: VirtualClock;
  let bench: BenchBatch;
  beforeEach(async () => {
    clock = new VirtualClock();
    bench = await BenchBatch.start("setInterval(() => {}, 1000)", clock);
    bench.define();
    bench.batch.updateComputeEnvironment({ computeEnvironment: "spot", computeResources: { maxvCpus: 2 } });
  });
  afterEach(() => bench[Symbol.asyncDispose]());

  const arn = (id: string) => batchArn(`job/${id}`);

  it("an idle queue: no jobs and no vCPUs", () => {
    expect(bench.batch.queueSnapshot("queue")).to.deep.equal({
      frontOfQueue: { jobs: [], lastUpdatedAt: clock.now() },
      queueUtilization: {
        totalCapacityUsage: [{ capacityUnit: "VCPU", quantity: 0 }],
        lastUpdatedAt: clock.now(),
      },
    });
  });

  it("first in, first out: at most 100 jobs by submission, children of arrays among them", async () => {
    const started = clock.now();
    const blocking = [bench.submit(), bench.submit()];
    for (const id of blocking) await bench.reached(id, running);
    const array = bench.submit({ arrayProperties: { size: 120 } });
    const { frontOfQueue, queueUtilization } = bench.batch.queueSnapshot("queue");
    expect(frontOfQueue?.jobs).to.have.length(100);
    expect(frontOfQueue?.jobs?.[1]).to.deep.equal({
      jobArn: arn(`${array}:1`),
      earliestTimeAtPosition: started,
    });
    expect(queueUtilization?.totalCapacityUsage).to.deep.equal([{ capacityUnit: "VCPU", quantity: 2 }]);
    expect(bench.batch.queueSnapshot("queue").frontOfQueue).to.deep.equal(frontOfQueue);
  });

  it("the time at the head: since the job before it left", async () => {
    const [first = ""] = [bench.submit(), bench.submit()];
    await bench.reached(first, running);
    const [head, next] = [bench.submit(), bench.submit()];
    await clock.advance(60_000);
    bench.batch.endJob("cancel", head, "enough");
    const left = clock.now();
    await clock.advance(60_000);
    expect(bench.batch.queueSnapshot("queue").frontOfQueue?.jobs).to.deep.equal([
      { jobArn: arn(next), earliestTimeAtPosition: left },
    ]);
  });

  it("fair shares: the least used share first, and use by share", async () => {
    const { arn: schedulingPolicyArn } = bench.batch.createSchedulingPolicy({ name: "shares" });
    bench.batch.createJobQueue({
      ...{ jobQueueName: "fair", schedulingPolicyArn, priority: 1 },
      computeEnvironmentOrder: [{ order: 1, computeEnvironment: "spot" }],
    });
    const submit = (shareIdentifier: string) =>
      bench.submit({ jobQueue: "fair", shareIdentifier, schedulingPriorityOverride: 1 });
    const used = [submit("a"), submit("a")];
    for (const id of used) await bench.reached(id, running);
    const [a, b1, b2] = [submit("a"), submit("b"), submit("b")];
    const { frontOfQueue, queueUtilization } = bench.batch.queueSnapshot("fair");
    expect(frontOfQueue?.jobs?.map(({ jobArn }) => jobArn)).to.deep.equal([b1, b2, a].map(arn));
    expect(queueUtilization?.fairshareUtilization).to.deep.equal({
      activeShareCount: 1,
      topCapacityUtilization: [
        { shareIdentifier: "a", capacityUsage: [{ capacityUnit: "VCPU", quantity: 2 }] },
      ],
    });
  });

  it("over HTTP: needs the right to the queue, which must exist", async () => {
    const http = await startBatchOverHttp();
    try {
      const ask = (jobQueue: string) => http.client.send(new GetJobQueueSnapshotCommand({ jobQueue }));
      expect((await ask(batchArn("job-queue/queue"))).frontOfQueue?.jobs).to.deep.equal([]);
      expect(http.rights.checked).to.deep.equal([`batch:GetJobQueueSnapshot ${batchArn("job-queue/queue")}`]);
      expect(await refusal(ask("none"))).to.match(/^ClientException: .*JobQueue none not found/);
    } finally {
      await http.stop();
    }
  });
});
