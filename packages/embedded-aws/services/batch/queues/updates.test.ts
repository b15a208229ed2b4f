import { VirtualClock } from "@batchline/clock";
import { expect } from "chai";
import { BenchBatch } from "../../../testing/bench-batch.ts";

const running = ({ status }: { readonly status?: string | undefined }) => status === "RUNNING";
const arn = (resource: string) => `arn:aws:batch:eu-central-1:000000000000:${resource}`;

describe("updates and deletion of a Batch job queue", () => {
  let bench: BenchBatch;
  beforeEach(async () => {
    bench = await BenchBatch.start("setInterval(() => {}, 1000)", new VirtualClock());
    bench.define();
  });
  afterEach(() => bench[Symbol.asyncDispose]());

  const policy = (name: string) => bench.batch.createSchedulingPolicy({ name }).arn;
  const fairQueue = (jobQueueName: string, schedulingPolicyArn: string) =>
    bench.batch.createJobQueue({
      ...{ jobQueueName, schedulingPolicyArn, priority: 1 },
      computeEnvironmentOrder: [{ order: 1, computeEnvironment: "spot" }],
    });

  it("disabled, it refuses submissions and runs the jobs that it has", async () => {
    bench.batch.updateComputeEnvironment({ computeEnvironment: "spot", computeResources: { maxvCpus: 1 } });
    const [first, second] = [bench.submit(), bench.submit()];
    await bench.reached(first, running);
    bench.batch.updateJobQueue({ jobQueue: "queue", state: "DISABLED" });
    expect(() => bench.submit()).to.throw("JobQueue queue is disabled");
    bench.batch.endJob("terminate", first, "enough");
    await bench.reached(second, running);
    bench.batch.updateJobQueue({ jobQueue: "queue", state: "ENABLED" });
    expect(bench.job(bench.submit()).status).to.equal("RUNNABLE");
  });

  it("is deleted when it is disabled and its jobs have ended, which it terminates", async () => {
    bench.batch.updateComputeEnvironment({ computeEnvironment: "spot", computeResources: { maxvCpus: 1 } });
    const first = bench.submit({ retryStrategy: { attempts: 3 } });
    const waiting = bench.submit({ arrayProperties: { size: 2 } });
    const dependent = bench.submit({ dependsOn: [{ jobId: first }] });
    await bench.reached(first, running);
    expect(() => bench.batch.deleteJobQueue("queue")).to.throw("must be DISABLED");
    bench.batch.updateJobQueue({ jobQueue: "queue", state: "DISABLED" });
    const { gone } = bench.batch.deleteJobQueue(arn("job-queue/queue"));
    expect(bench.batch.queues.find("queue")).to.include({ status: "DELETING" });
    expect(() => bench.batch.updateJobQueue({ jobQueue: "queue", priority: 2 })).to.throw(
      `${arn("job-queue/queue")} does not exist`,
    );
    expect(() => bench.batch.deleteJobQueue("queue")).to.throw("Cannot delete, resource is being modified.");
    await gone;
    expect(bench.batch.queues.find("queue")).to.equal(undefined);
    for (const id of [first, waiting, dependent]) {
      expect(bench.job(id)).to.deep.include({
        status: "FAILED",
        statusReason: "The job queue queue was deleted.",
      });
    }
    expect(() => bench.submit()).to.throw("JobQueue queue not found");
  });

  it("keeps its kind of scheduling: a policy can be replaced, but not added", () => {
    const [first, second] = [policy("first"), policy("second")];
    fairQueue("fair", first);
    expect(() => bench.batch.updateJobQueue({ jobQueue: "queue", schedulingPolicyArn: first })).to.throw(
      "cannot have one added",
    );
    bench.batch.updateJobQueue({ jobQueue: "fair", schedulingPolicyArn: second, priority: 7 });
    expect(bench.batch.queues.find("fair")).to.include({ schedulingPolicyArn: second, priority: 7 });
    expect(() =>
      bench.batch.updateJobQueue({ jobQueue: "fair", schedulingPolicyArn: arn("scheduling-policy/x") }),
    ).to.throw("not found");
  });

  it("keeps its scheduling policy from deletion", () => {
    const first = policy("first");
    fairQueue("fair", first);
    bench.batch.updateSchedulingPolicy({ arn: first, fairsharePolicy: { shareDecaySeconds: 60 } });
    expect(bench.batch.policies.find(first)?.fairsharePolicy).to.deep.equal({ shareDecaySeconds: 60 });
    expect(() =>
      bench.batch.updateSchedulingPolicy({ arn: first, fairsharePolicy: { computeReservation: 100 } }),
    ).to.throw("should be between 0 and 99");
    expect(() => bench.batch.deleteSchedulingPolicy(first)).to.throw(
      `Cannot delete, ${first} is used by ${arn("job-queue/fair")}.`,
    );
    bench.batch.updateJobQueue({ jobQueue: "fair", schedulingPolicyArn: policy("second") });
    bench.batch.deleteSchedulingPolicy(first);
    expect(bench.batch.policies.find(first)).to.equal(undefined);
  });
});
