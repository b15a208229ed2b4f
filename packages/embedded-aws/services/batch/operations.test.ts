import {
  CancelJobCommand,
  CancelJobsCommand,
  type CancelJobsCommandInput,
  DescribeJobDefinitionsCommand,
  DescribeJobQueuesCommand,
  DescribeJobsCommand,
  ListConsumableResourcesCommand,
  ListJobsByConsumableResourceCommand,
  ListJobsCommand,
  ListSchedulingPoliciesCommand,
  ListServiceJobsCommand,
  ListTagsForResourceCommand,
  TagResourceCommand,
  TerminateJobCommand,
  TerminateJobsCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-batch";
import { expect } from "chai";
import { type BatchOverHttp, batchArn, refusal, startBatchOverHttp } from "../../testing/batch-over-http.ts";

describe("Batch over HTTP", () => {
  let http: BatchOverHttp;
  beforeEach(async () => {
    http = await startBatchOverHttp();
  });
  afterEach(() => http.stop());

  describe("rights", () => {
    it("are checked on the ARNs of the Service Authorization Reference", async () => {
      const id = await http.submit({ tags: { team: "imports" } });
      await http.submit({ jobDefinition: "job:1" });
      await http.client.send(new TerminateJobCommand({ jobId: id, reason: "enough" }));
      await http.client.send(new CancelJobCommand({ jobId: id, reason: "enough" }));
      await http.client.send(new ListJobsCommand({ jobQueue: "queue" }));
      await http.describeJob(id);
      expect(http.rights.checked).to.deep.equal([
        `batch:SubmitJob ${batchArn("job-definition/job")}`,
        `batch:SubmitJob ${batchArn("job-queue/queue")}`,
        `batch:TagResource ${batchArn("job/*")}`,
        `batch:SubmitJob ${batchArn("job-definition/job:1")}`,
        `batch:SubmitJob ${batchArn("job-queue/queue")}`,
        `batch:TerminateJob ${batchArn(`job/${id}`)}`,
        `batch:CancelJob ${batchArn(`job/${id}`)}`,
        "batch:ListJobs *",
        "batch:DescribeJobs *",
      ]);
    });

    it("are checked before a job is submitted", async () => {
      http.rights.denied = "batch:SubmitJob";
      expect(await refusal(http.submit())).to.match(/^AccessDeniedException/);
      expect([...http.bench.batch.jobs()]).to.deep.equal([]);
    });
  });

  it("TerminateJob ends the children of an array", async () => {
    const id = await http.submit({ arrayProperties: { size: 2 } });
    await http.client.send(new TerminateJobCommand({ jobId: id, reason: "enough" }));
    expect(await http.bench.reached(id)).to.include({
      status: "FAILED",
      statusReason: "enough",
      isTerminated: true,
    });
    expect(await http.describeJob(`${id}:1`)).to.include({ status: "FAILED", isTerminated: true });
  });

  it("CancelJob and TerminateJob need a reason", async () => {
    const sent = http.client.send(new TerminateJobCommand({ jobId: "x", reason: "" }));
    expect(await refusal(sent)).to.match(/^ClientException: .*reason is missing/);
  });

  it("TerminateJobs ends the jobs that it may, and returns the others with why", async () => {
    const [first, second] = [await http.submit(), await http.submit()];
    const jobs = [first, "unknown", second, ""];
    http.rights.deniedResource = batchArn(`job/${second}`);
    const answer = await http.client.send(new TerminateJobsCommand({ jobs, reason: "enough" }));
    expect(answer.successful).to.deep.equal([first, "unknown"]);
    expect(answer.errors?.map(({ job, code }) => [job, code])).to.deep.equal([
      [second, "AccessDenied"],
      ["", "ValidationException"],
    ]);
    expect(answer.errors?.[0]?.message).to.include("not authorized to perform: batch:TerminateJob");
    expect(await http.bench.reached(first)).to.include({ status: "FAILED", statusReason: "enough" });
    expect(await http.describeJob(second)).not.to.include({ status: "FAILED" });
  });

  it("CancelJobs and TerminateJobs accept 1 to 50 jobs, and need a reason", async () => {
    const jobs = Array.from({ length: 51 }, () => "x");
    const sent = (input: CancelJobsCommandInput) => [
      http.client.send(new CancelJobsCommand(input)),
      http.client.send(new TerminateJobsCommand(input)),
    ];
    for (const answer of sent({ jobs, reason: "r" }))
      expect(await refusal(answer)).to.match(/^ClientException: .*Maximum number of jobs supported is 50/);
    for (const answer of sent({ jobs: [], reason: "r" }))
      expect(await refusal(answer)).to.match(/^ClientException: .*Jobs must be provided/);
    for (const answer of sent({ jobs: ["x"], reason: "" }))
      expect(await refusal(answer)).to.match(/^ClientException: .*reason is missing/);
  });

  it("DescribeJobs accepts at most 100 ids", async () => {
    const sent = http.client.send(new DescribeJobsCommand({ jobs: Array.from({ length: 101 }, () => "x") }));
    expect(await refusal(sent)).to.match(/^ClientException: .*Maximum number of jobs supported is {2}100/);
  });

  it("lists, adds and removes tags of each kind of resource", async () => {
    const { client, bench } = http;
    bench.batch.createConsumableResource({ consumableResourceName: "licence" });
    bench.share("shares");
    const id = await http.submit({ tags: { old: "1" } });
    const names = ["compute-environment/spot", "job-queue/queue", "scheduling-policy/shares"];
    const all = [...names, "consumable-resource/licence", "job-definition/job:1", `job/${id}`];
    for (const resourceArn of all.map(batchArn)) {
      await client.send(new TagResourceCommand({ resourceArn, tags: { a: "1", b: "2", c: "3" } }));
      await client.send(new UntagResourceCommand({ resourceArn, tagKeys: ["a"] }));
      await client.send(new UntagResourceCommand({ resourceArn, tagKeys: ["b", "old"] }));
      const { tags } = await client.send(new ListTagsForResourceCommand({ resourceArn }));
      expect(tags, resourceArn).to.deep.equal({ c: "3" });
    }
    expect((await http.describeJob(id))?.tags).to.deep.equal({ c: "3" });
    const tags = Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`k${n}`, "v"]));
    const full = client.send(new TagResourceCommand({ resourceArn: batchArn(`job/${id}`), tags }));
    expect(await refusal(full)).to.include("at most 50 tags");
    const unknown = client.send(
      new ListTagsForResourceCommand({ resourceArn: batchArn("job-definition/job") }),
    );
    expect(await refusal(unknown)).to.match(/^ClientException: arn:.* does not exist$/);
  });

  it("lists policies, consumable resources, and the jobs that need one", async () => {
    const { client, bench } = http;
    bench.share("one");
    bench.share("two");
    const first = await client.send(new ListSchedulingPoliciesCommand({ maxResults: 1 }));
    const { nextToken } = first;
    const second = await client.send(new ListSchedulingPoliciesCommand({ nextToken }));
    expect([first, second].flatMap(({ schedulingPolicies = [] }) => schedulingPolicies)).to.deep.equal([
      { arn: batchArn("scheduling-policy/one") },
      { arn: batchArn("scheduling-policy/two") },
    ]);
    for (const consumableResourceName of ["Licence", "gpu"])
      bench.batch.createConsumableResource({ consumableResourceName, totalQuantity: 3 });
    const filters = [{ name: "CONSUMABLE_RESOURCE_NAME", values: ["lic*"] }];
    const { consumableResources } = await client.send(new ListConsumableResourcesCommand({ filters }));
    expect(consumableResources).to.deep.equal([
      {
        ...{ consumableResourceName: "Licence", totalQuantity: 3, inUseQuantity: 0 },
        consumableResourceArn: batchArn("consumable-resource/Licence"),
        resourceType: "REPLENISHABLE",
      },
    ]);
    const consumableResourceList = [{ consumableResource: "Licence", quantity: 2 }];
    const id = await http.submit({ consumableResourcePropertiesOverride: { consumableResourceList } });
    await http.submit();
    const { jobs } = await client.send(
      new ListJobsByConsumableResourceCommand({ consumableResource: "Licence" }),
    );
    expect(jobs?.map(({ jobArn, quantity }) => [jobArn, quantity])).to.deep.equal([
      [batchArn(`job/${id}`), 2],
    ]);
    const foreign = client.send(new ListConsumableResourcesCommand({ filters: [{ name: "X" }] }));
    expect(await refusal(foreign)).to.include("Invalid filter name X");
  });

  it("describes at most 100 resources by name, without maxResults, and definitions with a revision only", async () => {
    const { client } = http;
    const jobQueues = Array.from({ length: 101 }, () => "queue");
    expect(await refusal(client.send(new DescribeJobQueuesCommand({ jobQueues })))).to.include(
      "Maximum number of job queues supported is  100",
    );
    const both = { jobQueues: ["queue"], maxResults: 1 };
    expect(await refusal(client.send(new DescribeJobQueuesCommand(both)))).to.include(
      "JobQueues and MaxResults cannot both be set",
    );
    const { jobDefinitions } = await client.send(
      new DescribeJobDefinitionsCommand({ jobDefinitions: ["job", "job:1"] }),
    );
    expect(jobDefinitions?.map(({ containerProperties }) => containerProperties?.secrets)).to.deep.equal([
      [],
    ]);
  });

  it("keeps 1,024 characters of a reason", async () => {
    const id = await http.submit();
    await http.client.send(new TerminateJobCommand({ jobId: id, reason: "x".repeat(2000) }));
    expect((await http.bench.reached(id)).statusReason).to.equal("x".repeat(1024));
  });

  it("names an unknown operation", async () => {
    const sent = http.client.send(new ListServiceJobsCommand());
    expect(await refusal(sent)).to.match(/batch:ListServiceJobs is not/);
  });
});
