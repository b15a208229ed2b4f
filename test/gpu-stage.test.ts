import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { BatchClient, paginateListJobs } from "@aws-sdk/client-batch";
import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { deployProgram, type EmbeddedAws, startEmbeddedAws } from "@batchline/embedded-aws";
import { unknown } from "@batchline/pulumi-engine";
import { expect } from "chai";
import { fixtureProgram } from "../testing/checkout.ts";
import { programRun } from "../testing/pulumi/program-run.ts";
import { record } from "../testing/pulumi/registrations.ts";

const root = fixtureProgram("gpu-stage");

describe("a workflow with a stage on GPUs", function () {
  this.timeout(60_000);
  let dir: string;
  let aws: EmbeddedAws;
  let outputs: { readonly machine: string; readonly queues: Readonly<Record<string, string>> };
  let sfn: SFNClient;
  let batch: BatchClient;
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), "gpu-stage-"));
    aws = await startEmbeddedAws({ dir });
    outputs = (await deployProgram(aws, { root, stack: "dev" })).outputs as unknown as typeof outputs;
    sfn = new SFNClient(aws.clientConfig);
    batch = new BatchClient(aws.clientConfig);
  });
  after(async () => {
    for (const client of [sfn, batch]) client?.destroy();
    await aws?.stop();
    await rm(dir, { recursive: true });
  });

  const jobsIn = async (jobQueue: string | undefined) => {
    const found: string[] = [];
    for (const jobStatus of ["SUCCEEDED", "FAILED", "RUNNABLE"] as const)
      for await (const { jobSummaryList } of paginateListJobs({ client: batch }, { jobQueue, jobStatus }))
        for (const { jobName } of jobSummaryList ?? []) found.push(`${jobName} ${jobStatus}`);
    return found;
  };

  it("runs that stage on the queue with GPUs and the others on theirs, chunk by chunk, within its share", async () => {
    const { executionArn } = await sfn.send(
      new StartExecutionCommand({ stateMachineArn: outputs.machine, name: "one", input: "{}" }),
    );
    let now = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    while (now.status === "RUNNING") {
      await delay(25);
      now = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    }
    expect(now.cause).to.equal(undefined);
    expect(JSON.parse(now.output ?? "")).to.have.property("error", null);
    expect(await jobsIn(outputs.queues.compute)).to.deep.equal(["one-fetch SUCCEEDED"]);
    expect(await jobsIn(outputs.queues.gpu)).to.deep.equal(["one-enlarge SUCCEEDED"]);
  });

  it("previews a queue with GPUs, on their image, shared by the workflows that use it", async () => {
    const preview = await programRun({ root, mode: "preview" });
    expect(preview.all("JobQueue").map(({ name }) => name)).to.have.members(["compute", "gpu"]);
    const { computeResources } = preview.get("ComputeEnvironment", "gpu-spot").inputs;
    expect(record(computeResources)).to.deep.include({
      type: "SPOT",
      maxVcpus: 16,
      instanceTypes: ["g4dn", "g5", "g6"],
      ec2Configurations: [{ imageType: "ECS_AL2023_NVIDIA" }],
    });
    for (const queue of ["compute", "gpu"]) {
      expect(preview.get("SchedulingPolicy", queue).inputs.fairSharePolicy).to.deep.include({
        shareDistributions: [{ shareIdentifier: "upscale", weightFactor: 0.5 }],
      });
      expect(preview.get("JobQueue", queue).inputs.schedulingPolicyArn).to.equal(unknown);
    }
    expect(preview.get("StateMachine", "up-scale").inputs.definition).to.equal(unknown);
  });
});
