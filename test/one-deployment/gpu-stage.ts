import { type BatchClient, paginateListJobs } from "@aws-sdk/client-batch";
import { StartExecutionCommand } from "@aws-sdk/client-sfn";
import { unknown } from "@batchline/pulumi-engine";
import { expect } from "chai";
import { programRun } from "../../testing/pulumi/program-run.ts";
import { record } from "../../testing/pulumi/registrations.ts";
import { ended, type Outputs, root, type StageFeatures } from "./stage-features.ts";

export function gpuStage(deployed: () => StageFeatures): void {
  describe("a workflow with a stage on GPUs", () => {
    let batch: BatchClient;
    let outputs: Outputs["gpuStage"];
    before(() => {
      batch = deployed().batch;
      outputs = deployed().outputs.gpuStage;
    });

    const jobsIn = async (jobQueue: string | undefined) => {
      const found: string[] = [];
      for (const jobStatus of ["SUCCEEDED", "FAILED", "RUNNABLE"] as const)
        for await (const { jobSummaryList } of paginateListJobs({ client: batch }, { jobQueue, jobStatus }))
          for (const { jobName } of jobSummaryList ?? []) found.push(`${jobName} ${jobStatus}`);
      return found;
    };

    it("runs that stage on the queue with GPUs and the others on theirs, chunk by chunk, within its share", async () => {
      const { executionArn } = await deployed().sfn.send(
        new StartExecutionCommand({ stateMachineArn: outputs.machine, name: "one", input: "{}" }),
      );
      const now = await ended(deployed(), executionArn);
      expect(now.cause).to.equal(undefined);
      expect(JSON.parse(now.output ?? "")).to.have.property("error", null);
      expect(await jobsIn(outputs.queues.compute)).to.deep.equal(["one-fetch SUCCEEDED"]);
      expect(await jobsIn(outputs.queues.gpu)).to.deep.equal(["one-enlarge SUCCEEDED"]);
    });

    it("previews a queue with GPUs, on their image, shared by the workflows that use it", async () => {
      const preview = await programRun({ root, mode: "preview", config: { meeting: "/meeting" } });
      const queues = preview.all("JobQueue").map(({ name }) => name);
      expect(queues.filter((name) => name.startsWith("up-scale-"))).to.have.members([
        "up-scale-compute",
        "up-scale-gpu",
      ]);
      const { computeResources } = preview.get("ComputeEnvironment", "up-scale-gpu-spot").inputs;
      expect(record(computeResources)).to.deep.include({
        type: "SPOT",
        maxVcpus: 16,
        instanceTypes: ["g4dn", "g5", "g6"],
        ec2Configurations: [{ imageType: "ECS_AL2023_NVIDIA" }],
      });
      for (const queue of ["up-scale-compute", "up-scale-gpu"]) {
        expect(preview.get("SchedulingPolicy", queue).inputs.fairSharePolicy).to.deep.include({
          shareDistributions: [{ shareIdentifier: "upscale", weightFactor: 0.5 }],
        });
        expect(preview.get("JobQueue", queue).inputs.schedulingPolicyArn).to.equal(unknown);
      }
      expect(preview.get("StateMachine", "up-scale").inputs.definition).to.equal(unknown);
    });
  });
}
