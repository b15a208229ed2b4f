import {
  type BatchClient,
  DescribeConsumableResourceCommand,
  DescribeJobsCommand,
  type JobDetail,
} from "@aws-sdk/client-batch";
import { StartExecutionCommand } from "@aws-sdk/client-sfn";
import { unknown } from "@batchline/pulumi-engine";
import { expect } from "chai";
import { programRun } from "../../testing/pulumi/program-run.ts";
import { json, record } from "../../testing/pulumi/registrations.ts";
import { ended, type Outputs, root, type StageFeatures } from "./stage-features.ts";

export function consumableResources(deployed: () => StageFeatures): void {
  describe("consumable resources", () => {
    let batch: BatchClient;
    let outputs: Outputs["consumableResources"];
    before(() => {
      batch = deployed().batch;
      outputs = deployed().outputs.consumableResources;
    });

    const children = async (id: string) =>
      (await batch.send(new DescribeJobsCommand({ jobs: [0, 1, 2].map((index) => `${id}:${index}`) }))).jobs;

    it("one container at a time if each takes all, though the queue has room for more", async () => {
      const { executionArn } = await deployed().sfn.send(
        new StartExecutionCommand({ stateMachineArn: outputs.machine }),
      );
      const execution = await ended(deployed(), executionArn);
      expect(execution.status, execution.cause).to.equal("SUCCEEDED");
      const { jobs, error } = JSON.parse(execution.output ?? "");
      expect(error).to.equal(null);

      const [met, written] = [await children(jobs.meet), await children(jobs.write)];
      expect(met?.map(({ status }) => status)).to.deep.equal(["SUCCEEDED", "SUCCEEDED", "SUCCEEDED"]);
      expect(overlaps(met)).to.equal(true);
      expect(written?.map(({ status }) => status)).to.deep.equal(["SUCCEEDED", "SUCCEEDED", "SUCCEEDED"]);
      expect(overlaps(written)).to.equal(false);
      expect(written?.[0]?.consumableResourceProperties?.consumableResourceList).to.deep.equal([
        { consumableResource: outputs.consumable, quantity: 1 },
      ]);

      const left = await batch.send(
        new DescribeConsumableResourceCommand({ consumableResource: outputs.consumable }),
      );
      expect(left).to.deep.include({
        consumableResourceName: "stages-dev-orders-database",
        resourceType: "REPLENISHABLE",
        totalQuantity: 1,
        inUseQuantity: 0,
        availableQuantity: 1,
        tags: { application: "shop" },
      });
    });

    it("preview: the machine waits for the resource's ARN", async () => {
      const preview = await programRun({ root, mode: "preview", config: { meeting: "/meeting" } });
      const { inputs, options } = preview.get("aws:cloudcontrol/resource:Resource", "orders-database");
      expect(inputs.typeName).to.equal("AWS::Batch::ConsumableResource");
      expect(json<object>(inputs.desiredState)).to.deep.equal({
        ConsumableResourceName: "stages-dev-orders-database",
        ResourceType: "REPLENISHABLE",
        TotalQuantity: 1,
        Tags: { application: "shop" },
      });
      expect(options).not.to.have.property("protect");
      expect(record(preview.run.outputs.consumableResources).consumable).to.equal(unknown);
      const machine = preview.get("StateMachine", "orders");
      expect(machine.inputs.definition).to.equal(unknown);
      expect(preview.dependencies(machine)).to.include("Resource orders-database");
    });

    it("submissions name the resource's ARN, and the machine's role may submit for it", () => {
      const up = deployed().registrations;
      const arn = (type: string, name: string) => String(up.get(type, name).outputs.arn);
      const { States } = json<{ States: Readonly<Record<string, { readonly Arguments?: object }>> }>(
        up.get("StateMachine", "orders").inputs.definition,
      );
      expect(States["Stages: submit meet"]?.Arguments).not.to.have.property(
        "ConsumableResourcePropertiesOverride",
      );
      expect(States["Stages: run write"]?.Arguments).to.deep.include({
        ConsumableResourcePropertiesOverride: {
          ConsumableResourceList: [{ ConsumableResource: outputs.consumable, Quantity: 1 }],
        },
      });
      const { Statement } = json(up.get("RolePolicy", "orders").inputs.policy);
      const submission = Statement.find(({ Action }) => String(Action) === "batch:SubmitJob");
      expect(submission?.Resource).to.have.members([
        arn("JobQueue", "compute"),
        ...["orders-meet", "orders-write"].map((name) => arn("JobDefinition", name).replace(/\d+$/, "*")),
        outputs.consumable,
      ]);
    });
  });
}

/** Whether some job started before another that started earlier had stopped. */
function overlaps(jobs: readonly JobDetail[] = []): boolean {
  const inOrder = jobs.toSorted((a, b) => (a.startedAt ?? 0) - (b.startedAt ?? 0));
  return inOrder.some(({ startedAt = 0 }, i) => i > 0 && startedAt < (inOrder[i - 1]?.stoppedAt ?? 0));
}
