import {
  CreateComputeEnvironmentCommand,
  CreateConsumableResourceCommand,
  CreateJobQueueCommand,
  CreateSchedulingPolicyCommand,
  DeleteComputeEnvironmentCommand,
  DeleteConsumableResourceCommand,
  DeleteJobQueueCommand,
  DeleteSchedulingPolicyCommand,
  DeregisterJobDefinitionCommand,
  DescribeComputeEnvironmentsCommand,
  DescribeConsumableResourceCommand,
  DescribeJobQueuesCommand,
  DescribeSchedulingPoliciesCommand,
  UpdateComputeEnvironmentCommand,
  UpdateConsumableResourceCommand,
  UpdateJobQueueCommand,
  UpdateSchedulingPolicyCommand,
} from "@aws-sdk/client-batch";
import { expect } from "chai";
import {
  type BatchOverHttp,
  batchArn,
  refusal,
  startBatchOverHttp,
  submission,
} from "../../testing/batch-over-http.ts";
import { ec2Resources } from "../../testing/bench-batch.ts";

describe("Batch over HTTP: changes and deletions", () => {
  let http: BatchOverHttp;
  beforeEach(async () => {
    http = await startBatchOverHttp();
  });
  afterEach(() => http.stop());

  it("changes and deletes an environment, a queue and a policy", async () => {
    const { client, rights } = http;
    const environment = batchArn("compute-environment/e");
    const queue = batchArn("job-queue/q");
    await client.send(
      new CreateComputeEnvironmentCommand({
        ...{ computeEnvironmentName: "e", type: "MANAGED" },
        computeResources: ec2Resources,
      }),
    );
    const { arn } = await client.send(new CreateSchedulingPolicyCommand({ name: "shares" }));
    await client.send(
      new CreateJobQueueCommand({
        ...{ jobQueueName: "q", priority: 1, schedulingPolicyArn: arn },
        computeEnvironmentOrder: [{ order: 1, computeEnvironment: "spot" }],
      }),
    );
    rights.checked.length = 0;

    const updated = await client.send(
      new UpdateComputeEnvironmentCommand({
        computeEnvironment: environment,
        computeResources: { maxvCpus: 8 },
      }),
    );
    expect(updated).to.include({ computeEnvironmentName: "e", computeEnvironmentArn: environment });
    const { computeEnvironments } = await client.send(
      new DescribeComputeEnvironmentsCommand({ computeEnvironments: ["e"] }),
    );
    expect(computeEnvironments?.[0]?.computeResources).to.deep.include({
      maxvCpus: 8,
      subnets: ["subnet-1"],
    });
    const changed = await client.send(
      new UpdateJobQueueCommand({
        ...{ jobQueue: "q", priority: 9, state: "DISABLED" },
        computeEnvironmentOrder: [{ order: 1, computeEnvironment: "e" }],
      }),
    );
    expect(changed).to.include({ jobQueueName: "q", jobQueueArn: queue });
    await client.send(new UpdateSchedulingPolicyCommand({ arn, fairsharePolicy: { computeReservation: 5 } }));
    const { schedulingPolicies } = await client.send(
      new DescribeSchedulingPoliciesCommand({ arns: [String(arn)] }),
    );
    expect(schedulingPolicies?.[0]?.fairsharePolicy).to.deep.equal({ computeReservation: 5 });

    await client.send(new DeleteJobQueueCommand({ jobQueue: "q" }));
    await client.send(new DeleteSchedulingPolicyCommand({ arn }));
    await client.send(new UpdateComputeEnvironmentCommand({ computeEnvironment: "e", state: "DISABLED" }));
    await client.send(new DeleteComputeEnvironmentCommand({ computeEnvironment: "e" }));
    const left = await client.send(new DescribeJobQueuesCommand({ jobQueues: ["q", "queue"] }));
    expect(left.jobQueues?.map(({ jobQueueName }) => jobQueueName)).to.deep.equal(["queue"]);
    expect(rights.checked.filter((right) => !right.includes("Describe"))).to.deep.equal([
      `batch:UpdateComputeEnvironment ${environment}`,
      `batch:UpdateJobQueue ${queue}`,
      `batch:UpdateJobQueue ${environment}`,
      `batch:UpdateSchedulingPolicy ${arn}`,
      `batch:DeleteJobQueue ${queue}`,
      `batch:DeleteSchedulingPolicy ${arn}`,
      `batch:UpdateComputeEnvironment ${environment}`,
      `batch:DeleteComputeEnvironment ${environment}`,
    ]);
  });

  it("changes and deletes a consumable resource", async () => {
    const { client } = http;
    const consumableResource = "licence";
    await client.send(
      new CreateConsumableResourceCommand({ consumableResourceName: consumableResource, totalQuantity: 5 }),
    );
    const change = async (operation: string | undefined, quantity: number) =>
      (await client.send(new UpdateConsumableResourceCommand({ consumableResource, operation, quantity })))
        .totalQuantity;
    expect([await change("ADD", 3), await change("REMOVE", 2), await change(undefined, 4)]).to.deep.equal([
      8, 6, 4,
    ]);
    expect(await refusal(change("REMOVE", 5))).to.include("totalQuantity cannot be a negative number.");
    expect(await refusal(change("DOUBLE", 1))).to.include("SET, ADD or REMOVE, not DOUBLE");
    const described = await client.send(new DescribeConsumableResourceCommand({ consumableResource }));
    expect(described).to.include({ totalQuantity: 4, availableQuantity: 4 });
    await client.send(new DeleteConsumableResourceCommand({ consumableResource }));
    expect(
      await refusal(client.send(new DescribeConsumableResourceCommand({ consumableResource }))),
    ).to.include("Consumable resource licence does not exist");
  });

  it("refuses submissions of a deregistered job definition", async () => {
    const deregister = (jobDefinition: string) =>
      http.client.send(new DeregisterJobDefinitionCommand({ jobDefinition }));
    expect(await refusal(deregister("job"))).to.include("JobDefinition job not found");
    await deregister("job:1");
    expect(await refusal(http.client.send(submission({ jobDefinition: "job:1" })))).to.include(
      "job:1 is not active",
    );
    expect(await refusal(http.client.send(submission()))).to.include("JobDefinition job not found");
  });
});
