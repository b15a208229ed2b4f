import {
  CreateComputeEnvironmentCommand,
  CreateJobQueueCommand,
  DescribeComputeEnvironmentsCommand,
  DescribeJobDefinitionsCommand,
  DescribeJobQueuesCommand,
  RegisterJobDefinitionCommand,
} from "@aws-sdk/client-batch";
import { expect } from "chai";
import { type BatchOverHttp, batchArn, startBatchOverHttp } from "../../testing/batch-over-http.ts";
import { ec2Resources } from "../../testing/bench-batch.ts";

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
        computeResources: { ...ec2Resources, instanceTypes: ["optimal"] },
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
        tags: { team: "shop" },
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
    expect(http.rights.checked).to.include(`batch:TagResource ${batchArn("job-definition/job")}`);
    const describe = async (input: object) =>
      (await http.client.send(new DescribeJobDefinitionsCommand(input))).jobDefinitions?.map(
        ({ revision }) => revision,
      );
    expect(await describe({ jobDefinitionName: "job", status: "ACTIVE" })).to.deep.equal([2, 1]);
    expect(await describe({ jobDefinitions: ["job:1"] })).to.deep.equal([1]);
    const first = await http.client.send(new DescribeJobDefinitionsCommand({ maxResults: 1 }));
    expect(await describe({ maxResults: 1, nextToken: first.nextToken })).to.deep.equal([1]);
  });
});
