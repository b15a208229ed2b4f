import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { BatchClient, DescribeJobsCommand, ListJobsCommand } from "@aws-sdk/client-batch";
import { CloudWatchLogsClient, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { SFNClient, StartExecutionCommand, StopExecutionCommand } from "@aws-sdk/client-sfn";
import { DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";
import { deployProgram, type EmbeddedAws, startEmbeddedAws } from "@batchline/embedded-aws";
import { expect } from "chai";
import { runOn } from "../cli/run/run-on.ts";
import type { RunInput } from "../contract/plan.ts";
import { tableKeys } from "../contract/record-keys.ts";
import { scheduleName } from "../contract/schedule.ts";
import { openStack } from "../runs/stack/stack.ts";
import type { StackOutputs } from "../runs/stack/target.ts";
import { startSupplier } from "../samples/supplier/supplier.ts";
import { captured } from "../testing/cli/in-process.ts";
import type { Project } from "../testing/cli/project.ts";
import { HeldOriginals } from "../testing/held-originals.ts";
import { record } from "../testing/pulumi/registrations.ts";
import { cafe, makeRunsProject, own, triedOnce } from "../testing/runs-project.ts";
import { waitFor } from "../testing/worker/wait-for.ts";
import { catalogImport } from "../workflows/catalog-import/workflow.ts";
import type { DuplicatesFile } from "../workflows/find-duplicates/params.ts";
import { sitemap } from "../workflows/sitemap/workflow.ts";
import { crossings } from "./crossings/crossings.ts";
import { HeldCalls } from "./crossings/held-calls.ts";

describe("the program's runs", function () {
  this.timeout(180_000);
  const stops: (() => unknown)[] = [];
  const originals = new HeldOriginals();
  const calls = new HeldCalls();
  let project: Project;
  let session: string;
  let aws: EmbeddedAws;
  let outputs: StackOutputs;
  let sfn: SFNClient;
  let batch: BatchClient;
  let s3: S3Client;
  let logs: CloudWatchLogsClient;
  let records: DynamoDBDocumentClient;
  before(async () => {
    project = await makeRunsProject();
    stops.push(() => project.remove());
    session = join(project.root, ".local", "aws");
    aws = await startEmbeddedAws({
      dir: session,
      intercept: (service) => originals.guard(calls.guard(service)),
      // Somebody else has every global name that can be foreseen.
      isOthersBucket: (name) => !/-[0-9a-f]{7}$/.test(name),
    });
    stops.push(() => aws.stop());
    const supplier = await startSupplier();
    stops.push(() => supplier.stop());
    const config = {
      egressProxy: supplier.proxyUrl,
      samples: "false",
      noticeSender: "jobs@batchline.example",
    };
    aws.ses.createIdentity(config.noticeSender);
    const program = { root: project.root, stack: "dev", review: triedOnce };
    const deployed = await deployProgram(aws, { ...program, config });
    outputs = deployed.outputs as unknown as StackOutputs;
    const dynamodb = new DynamoDBClient(aws.clientConfig);
    records = DynamoDBDocumentClient.from(dynamodb);
    sfn = new SFNClient(aws.clientConfig);
    batch = new BatchClient(aws.clientConfig);
    s3 = new S3Client(aws.clientConfig);
    logs = new CloudWatchLogsClient(aws.clientConfig);
    for (const client of [sfn, batch, s3, logs, dynamodb]) stops.push(() => client.destroy());
  });
  after(async () => {
    for (const stop of stops.toReversed()) await stop();
  });

  const startWith = async (workflow: string, name: string, given: RunInput) => {
    const input = JSON.stringify(given);
    const stateMachineArn = outputs.stateMachines[workflow];
    return (await sfn.send(new StartExecutionCommand({ stateMachineArn, name, input }))).executionArn ?? "";
  };
  const start = (workflow: string, name: string, tenant: string) =>
    startWith(workflow, name, { tenants: [tenant] });
  const item = async (Key: Record<string, string>) =>
    (await records.send(new GetCommand({ TableName: outputs.table, Key, ConsistentRead: true }))).Item;
  /** The run's record once the run is closed and its workflow free for the next. */
  const closed = async (workflow: string, runId: string) => {
    await waitFor(async () => {
      const run = await item(tableKeys.run(workflow, runId));
      return run !== undefined && run.status !== "RUNNING";
    });
    await waitFor(async () => (await item(tableKeys.lock(workflow))) === undefined);
    return item(tableKeys.run(workflow, runId));
  };
  const jobsOf = async (queue: string, workflow: string, runId: string) => {
    const filters = [{ name: "JOB_NAME", values: [`${workflow}-${runId}-*`] }];
    const jobQueue = outputs.jobQueues?.[queue];
    return (await batch.send(new ListJobsCommand({ jobQueue, filters }))).jobSummaryList ?? [];
  };

  const scheduled = { schedule: scheduleName(own), scheduledAt: "2026-11-24T06:00:00Z" };
  let importing: Promise<Awaited<ReturnType<typeof closed>>> | undefined;
  /** The record of the import that a schedule started, which others build on. */
  const imported = () => {
    importing ??= startWith("catalog-import", "import", scheduled).then(() =>
      closed("catalog-import", "import"),
    );
    return importing;
  };

  it("leave no job running when they are stopped, are closed with the reason, and leave the workflow free", async () => {
    const executionArn = await start("catalog-import", "to-be-stopped", "ember-toys");
    // Its feed is read and its images come in, one of them from a server that stalls: there is work to interrupt.
    await waitFor(
      async () =>
        (await item(tableKeys.chunk("catalog-import", "to-be-stopped", 0, "download")))?.status === "RUNNING",
    );
    expect(await item(tableKeys.lock("catalog-import"))).to.include({ execution: "to-be-stopped" });
    await sfn.send(new StopExecutionCommand({ executionArn }));

    const run = await closed("catalog-import", "to-be-stopped");
    expect(run?.status).to.equal("FAILED");
    expect(run?.reason).to.contain("ember-toys failed in download").and.contain("stopped");
    const jobs = await jobsOf("compute", "catalog-import", "to-be-stopped");
    expect(jobs.map(({ status }) => status).sort()).to.deep.equal(["FAILED", "FAILED", "SUCCEEDED"]);
    const tenant = await item(tableKeys.runTenant("catalog-import", "to-be-stopped", "ember-toys"));
    expect(tenant?.status).to.equal("FAILED");
    expect(await item(tableKeys.runTenant("catalog-import", "to-be-stopped", cafe))).to.equal(undefined);
  });

  describe("of the command line", () => {
    const workflows = [catalogImport, sitemap];
    const run = (tenant: readonly string[]) =>
      captured(() =>
        runOn(
          openStack({ option: "--stack dev", client: aws.clientConfig, outputs, pollMs: 100 }, workflows),
          workflows,
          { tenant, json: true, signal: new AbortController().signal, goesOn: true },
        ),
      );

    it("fail the tenant whose feed cannot be reached, with the reason, and finish the others, but start no other workflow", async () => {
      const { status, stdout, stderr } = await run([cafe, "lost-shop"]);
      const [{ tenants, reason }, ...later] = JSON.parse(stdout);
      expect([status, later]).to.deep.equal([1, []]);
      expect(stderr).to.contain("skipped, because a workflow they depend on failed: sitemap");
      expect(tenants.map((t: { tenant: string; status: string }) => [t.tenant, t.status])).to.deep.equal([
        [cafe, "SUCCEEDED"],
        ["lost-shop", "FAILED"],
      ]);
      expect(reason)
        .to.contain("lost-shop failed in fetch")
        .and.contain("https://lost-shop.example/feed.json");
    });

    it("are reported to operators, and by mail to the contact of the tenant that failed", async () => {
      await aws.lambda.later.idle();
      expect(aws.sns.messages.map(({ Subject }) => Subject)).to.deep.equal([
        "[dev] catalog-import broke for 1 tenant",
      ]);
      expect(aws.ses.messages.map(({ to, subject }) => [...to, subject])).to.deep.equal([
        ["it@lost-shop.example", "Shop lost-shop: the catalogue import failed"],
      ]);
      // The supplier's fault, so the contact reads it.
      expect(aws.ses.messages[0]?.text)
        .to.contain("Why: ")
        .and.contain("https://lost-shop.example/feed.json");
      expect(aws.identity.denials).to.deep.equal([]);
    });

    it("say what a stage threw in the summary, and have the stack in the chunk's log", async () => {
      const { status, stdout, stderr } = await run(["odd-shop"]);
      expect(status, stderr).to.equal(1);
      const [{ reason }] = JSON.parse(stdout);
      expect(reason).to.contain("boom").and.not.contain("in two lines");
      const files = await readdir(join(session, "cloudwatch"), { recursive: true });
      const logs = await Promise.all(
        files
          .filter((file) => file.includes("fetch") && file.endsWith(".log"))
          .map((file) => readFile(join(session, "cloudwatch", file), "utf8")),
      );
      const thrown = logs.filter((text) => text.includes("TypeError: boom"));
      expect(thrown, "one an attempt").not.to.be.empty;
      expect(thrown[0]).to.contain("workflows/catalog-import/stages/fetch.ts:2");
    });
  });

  describe("of catalog-import, by a schedule", () => {
    it("are for the tenants that go by it and no other", async () => {
      expect(await imported()).to.include({ status: "SUCCEEDED" });
      expect(await item(tableKeys.runTenant("catalog-import", "import", cafe))).to.include({
        status: "SUCCEEDED",
      });
      expect(await item(tableKeys.runTenant("catalog-import", "import", "ember-toys"))).to.equal(undefined);
    });

    it("have nothing to do when they are started once more for the same time", async () => {
      await imported();
      await startWith("catalog-import", "again", scheduled);
      const again = await closed("catalog-import", "again");
      expect(again?.reason).to.equal(
        "nothing to do at 2026-11-24T06:00:00Z: import has already planned the run of 2026-11-24T06:00:00.000Z",
      );
    });
  });

  describe("of find-duplicates", () => {
    before(async () => {
      expect(await imported()).to.include({ status: "SUCCEEDED" });
    });
    beforeEach(() => originals.release());

    const job = async (runId: string) => {
      const [{ jobId = "" } = {}, ...others] = await jobsOf("on-demand", "find-duplicates", runId);
      expect(others).to.deep.equal([]);
      const described = await batch.send(new DescribeJobsCommand({ jobs: [jobId] }));
      return { ...described.jobs?.[0], jobId };
    };
    const nodesOf = async (jobId: string) =>
      (await batch.send(new DescribeJobsCommand({ jobs: [0, 1, 2].map((node) => `${jobId}#${node}`) }))).jobs;
    it("hash a tenant's images on three nodes, whose main one writes the groups, with no right refused", async () => {
      await start("find-duplicates", "found", cafe);
      const run = await closed("find-duplicates", "found");
      expect(run).to.include({ status: "SUCCEEDED", reason: "1 tenant succeeded" });

      const { jobId, status, nodeProperties } = await job("found");
      expect([status, nodeProperties?.numNodes]).to.deep.equal(["SUCCEEDED", 3]);
      const nodes = (await nodesOf(jobId)) ?? [];
      expect(nodes.map((node) => node.status)).to.deep.equal(["SUCCEEDED", "SUCCEEDED", "SUCCEEDED"]);
      expect(new Set(nodes.map(({ container }) => container?.logStreamName)).size).to.equal(3);
      expect(aws.identity.denials).to.deep.equal([]);

      const Bucket = outputs.tenantBuckets?.[cafe];
      const { attempt } =
        (await item(tableKeys.chunk("find-duplicates", "found", 0, "find-duplicates"))) ?? {};
      const Key = `tenants/${cafe}/runs/find-duplicates/found/00000000/find-duplicates/${attempt}/duplicates.json`;
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
      const file = JSON.parse((await Body?.transformToString()) ?? "") as DuplicatesFile;
      expect(file).to.deep.include({ maxDistance: 12, images: 10 });
      const groups = file.groups.map(({ images }) => images.flatMap(({ urls }) => urls).sort());
      const photos = `http://${cafe}.example/photos`;
      const group = (numbers: string[]) => numbers.map((number) => `${photos}/caf-00${number}-1.jpg`);
      expect(groups).to.have.deep.members([
        group(["01", "03", "05", "07", "09"]),
        group(["02", "04", "06", "08", "10"]),
      ]);
    });

    it("fail with the words of Batch when the main node is killed", async function () {
      if (process.platform !== "linux") this.skip();
      originals.hold([0], project.killNode);
      await start("find-duplicates", "main-killed", cafe);
      const run = await closed("find-duplicates", "main-killed");
      expect(run).to.include({
        status: "FAILED",
        reason: `${cafe} failed in find-duplicates: Essential container in task exited; exit code 137`,
      });
      const { status, attempts } = await job("main-killed");
      expect([status, attempts?.map(({ container }) => container?.exitCode)]).to.deep.equal([
        "FAILED",
        [137],
      ]);
    });

    it("fail with what the main node says when another is killed", async function () {
      if (process.platform !== "linux") this.skip();
      originals.hold([1], project.killNode);
      await start("find-duplicates", "node-killed", cafe);
      const run = await closed("find-duplicates", "node-killed");
      expect(run).to.include({
        status: "FAILED",
        reason: `${cafe} failed in find-duplicates: node 1 was lost: it ended before its work was done`,
      });
      const { attempts } = await job("node-killed");
      expect(attempts?.map(({ container }) => container?.exitCode)).to.deep.equal([75]);
    });

    /** Lets the schedule of the age metric do its work once. The line that it logs. */
    const measuredAge = async () => {
      const made = (type: string, title: string) =>
        aws.record.all().find(({ type: of, name }) => of.endsWith(`:${type}`) && name === title);
      const { arn, input } = record(made("Schedule", "run-ages")?.inputs.target);
      expect(await aws.lambda.invoke(String(arn), String(input))).to.include({ payload: "null" });
      const logGroupName = made("LogGroup", "stopped")?.id;
      const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName }));
      const { level, message } = JSON.parse(events.at(-1)?.message ?? "");
      expect(message.oldestRunSeconds).to.be.within(0, 60);
      return { level, ...message };
    };

    it("end all nodes when they are stopped half-way", async () => {
      const begun = new Promise((resolve) => originals.hold([0, 1, 2], resolve));
      const executionArn = await start("find-duplicates", "stopped", cafe);
      await begun;
      expect(await measuredAge()).to.deep.include({ level: "INFO", execution: executionArn });
      await sfn.send(new StopExecutionCommand({ executionArn }));
      await waitFor(async () => (await job("stopped")).isTerminated === true);
      originals.release();
      const run = await closed("find-duplicates", "stopped");
      expect(run?.status).to.equal("FAILED");
      // Step Functions and the stopped-runs function both end the job, whichever comes first.
      expect(run?.reason).to.match(
        /^cafe-lumiere failed in find-duplicates: (Terminated by Step Functions: )?the execution stopped was stopped;/,
      );
      const { jobId, status } = await job("stopped");
      expect(status).to.equal("FAILED");
      expect((await nodesOf(jobId))?.map((node) => node.status)).to.deep.equal([
        "FAILED",
        "FAILED",
        "FAILED",
      ]);
      if (process.platform === "linux") expect(await project.processes()).to.deep.equal([]);
    });
  });

  // Its denials would be in the way of the others.
  crossings(() => ({ aws, outputs, calls }));
});
