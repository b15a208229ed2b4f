import {
  CreateComputeEnvironmentCommand,
  CreateJobQueueCommand,
  DescribeComputeEnvironmentsCommand,
  DescribeJobDefinitionsCommand,
  DescribeJobQueuesCommand,
  RegisterJobDefinitionCommand,
} from "@aws-sdk/client-batch";
import { expect } from "chai";
import { type BatchOverHttp, batchArn, refusal, startBatchOverHttp } from "../../testing/batch-over-http.ts";

describe("Batch environments, queues and definitions", () => {
  let http: BatchOverHttp;
  beforeEach(async () => {
    http = await startBatchOverHttp();
  });
  afterEach(() => http.stop());

  it("creates and describes environments, queues and definitions", async () => {
    await http.client.send(
      new CreateComputeEnvironmentCommand({
        computeEnvironmentName: "on-demand",
        type: "MANAGED",
        computeResources: { type: "EC2", maxvCpus: 4, instanceTypes: ["optimal"], subnets: ["subnet-1"] },
      }),
    );
    const queue = await http.client.send(
      new CreateJobQueueCommand({
        jobQueueName: "second",
        priority: 5,
        computeEnvironmentOrder: [
          { order: 2, computeEnvironment: "on-demand" },
          { order: 1, computeEnvironment: batchArn("compute-environment/spot") },
        ],
      }),
    );
    expect(queue.jobQueueArn).to.equal(batchArn("job-queue/second"));
    const { jobQueues } = await http.client.send(
      new DescribeJobQueuesCommand({ jobQueues: ["second", "missing"] }),
    );
    expect(jobQueues).to.have.length(1);
    expect(jobQueues?.[0]?.computeEnvironmentOrder).to.deep.equal([
      { order: 1, computeEnvironment: batchArn("compute-environment/spot") },
      { order: 2, computeEnvironment: batchArn("compute-environment/on-demand") },
    ]);
    const { computeEnvironments } = await http.client.send(new DescribeComputeEnvironmentsCommand({}));
    expect(computeEnvironments?.map((each) => [each.computeEnvironmentName, each.status])).to.deep.equal([
      ["spot", "VALID"],
      ["on-demand", "VALID"],
    ]);
    const registered = await http.client.send(
      new RegisterJobDefinitionCommand({
        jobDefinitionName: "job",
        type: "container",
        containerProperties: {
          image: "x",
          vcpus: 1,
          memory: 512,
          jobRoleArn: "arn:aws:iam::000000000000:role/job",
        },
      }),
    );
    expect(registered).to.deep.include({ revision: 2, jobDefinitionArn: batchArn("job-definition/job:2") });
    expect(http.rights.checked).to.include("iam:PassRole arn:aws:iam::000000000000:role/job");
    const describe = async (input: object) =>
      (await http.client.send(new DescribeJobDefinitionsCommand(input))).jobDefinitions?.map(
        ({ revision }) => revision,
      );
    expect(await describe({ jobDefinitionName: "job", status: "ACTIVE" })).to.deep.equal([2, 1]);
    expect(await describe({ jobDefinitions: ["job:1"] })).to.deep.equal([1]);
    const first = await http.client.send(new DescribeJobDefinitionsCommand({ maxResults: 1 }));
    expect(await describe({ maxResults: 1, nextToken: first.nextToken })).to.deep.equal([1]);
  });

  it("refuses definitions, queues and environments that AWS refuses", async () => {
    const define = (containerProperties: object, more: object = {}) =>
      refusal(
        http.client.send(
          new RegisterJobDefinitionCommand({
            jobDefinitionName: "bad",
            type: "container",
            containerProperties,
            ...more,
          }),
        ),
      );
    expect(await define({ vcpus: 1, memory: 512 })).to.include("image is not provided");
    expect(await define({ image: "x", memory: 512 })).to.include("vCPU is not provided");
    expect(await define({ image: "x", vcpus: 1 })).to.include("Memory is not provided");
    expect(await define({}, { type: "multinode" })).to.include("nodeProperties.numNodes must be between 1");
    expect(await define({}, { type: "other" })).to.include(
      "Member must satisfy enum value set: [container, multinode]",
    );
    const queue = (environments: string[]) =>
      refusal(
        http.client.send(
          new CreateJobQueueCommand({
            jobQueueName: "bad",
            priority: 1,
            computeEnvironmentOrder: environments.map((computeEnvironment, order) => ({
              order,
              computeEnvironment,
            })),
          }),
        ),
      );
    expect(await queue([])).to.include("must have 1 to 3 compute environments");
    expect(await queue(["spot", "spot", "spot", "spot"])).to.include("must have 1 to 3 compute environments");
    expect(await queue(["missing"])).to.include("missing does not exist");
  });
});
