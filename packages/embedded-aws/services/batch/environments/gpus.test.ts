import { expect } from "chai";
import { BenchBatch, ec2Resources } from "../../../testing/bench-batch.ts";

describe("GPUs in the embedded Batch", () => {
  let bench: BenchBatch;
  beforeEach(async () => {
    bench = await BenchBatch.start('if (process.argv[2] === "wait") setInterval(() => {}, 1000);');
    const name = { computeEnvironmentName: "gpu", type: "MANAGED" } as const;
    bench.batch.createComputeEnvironment({
      ...name,
      computeResources: { ...ec2Resources, maxvCpus: 8, instanceTypes: ["g5.xlarge"] },
    });
    bench.batch.createJobQueue({
      jobQueueName: "gpus",
      priority: 1,
      computeEnvironmentOrder: [{ order: 1, computeEnvironment: "gpu" }],
    });
  });
  afterEach(() => bench[Symbol.asyncDispose]());
  const define = (gpus: string, command = "done") =>
    bench.define({
      command: [command],
      resourceRequirements: [
        { type: "VCPU", value: "1" },
        { type: "MEMORY", value: "512" },
        { type: "GPU", value: gpus },
      ],
    });

  it("run only on instances with GPUs", async () => {
    define("1");
    const placed = bench.submit({ jobQueue: "gpus" });
    expect((await bench.reached(placed)).status).to.equal("SUCCEEDED");
    const misplaced = bench.submit({ jobQueue: "queue" });
    const { statusReason } = await bench.reached(misplaced, (job) => job.statusReason !== undefined);
    expect(bench.job(misplaced).status).to.equal("RUNNABLE");
    expect(statusReason).to.contain("MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT");
  });

  it("in a container are at most those of an instance", async () => {
    define("2");
    const job = bench.submit({ jobQueue: "gpus" });
    const { statusReason } = await bench.reached(job, ({ statusReason }) => statusReason !== undefined);
    expect(statusReason).to.contain("MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT");
  });

  it("are waited for while in use: two on 8 vCPUs of g5.xlarge", async () => {
    define("1", "wait");
    const [first, second, third] = [1, 2, 3].map(() => bench.submit({ jobQueue: "gpus" }));
    for (const job of [first, second]) await bench.reached(job ?? "", ({ status }) => status === "RUNNING");
    expect(bench.job(third ?? "").status).to.equal("RUNNABLE");
  });
});
