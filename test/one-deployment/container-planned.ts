import { type BatchClient, DescribeJobsCommand, paginateListJobs } from "@aws-sdk/client-batch";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { type SFNClient, StartExecutionCommand, StopExecutionCommand } from "@aws-sdk/client-sfn";
import { DeleteCommand, DynamoDBDocumentClient, GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { expect } from "chai";
import { jobsOfRun } from "../../contract/job-names.ts";
import { tableKeys } from "../../contract/record-keys.ts";
import type { AgeCheck } from "../../contract/run-ages.ts";
import { reasonOf } from "../../runs/records/execution-failure.ts";
import { ended, eventually, type Outputs, type StageFeatures } from "./stage-features.ts";

export function containerPlanned(deployed: () => StageFeatures): void {
  describe("a workflow that is planned in a container", () => {
    let outputs: Outputs["containerPlanned"];
    let sfn: SFNClient;
    let batch: BatchClient;
    let records: DynamoDBDocumentClient;
    before(() => {
      ({ sfn, batch } = deployed());
      outputs = deployed().outputs.containerPlanned;
      records = DynamoDBDocumentClient.from(new DynamoDBClient(deployed().aws.clientConfig));
    });
    after(() => records?.destroy());

    beforeEach(() =>
      records.send(new DeleteCommand({ TableName: outputs.table, Key: tableKeys.lock("catalog-import") })),
    );

    const start = async (stateMachineArn: string, name: string, input: object = {}) =>
      sfn.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }));
    const item = async (Key: Record<string, string>) =>
      (await records.send(new GetCommand({ TableName: outputs.table, Key, ConsistentRead: true }))).Item;

    it("continues with the container's plan; its job has the workflow's share and tags", async () => {
      const { executionArn } = await start(outputs.machines.imports, "plan.1");
      const execution = await ended(deployed(), executionArn);
      expect(execution.status, execution.cause).to.equal("SUCCEEDED");
      const { manifest, ...plan } = JSON.parse(execution.output ?? "");
      expect(manifest).to.match(/^runs\/catalog-import\/plan\.1\/[0-9a-f]{16}\/$/);
      expect(plan).to.deep.equal({
        runId: "plan.1",
        chunks: 3,
        shards: [{ index: 0, offset: 0, size: 3 }],
        tenants: 1,
        skipped: 0,
        reason: "1 tenant in 3 chunks",
      });
      expect(await item(tableKeys.lock("catalog-import"))).to.include({ execution: "plan.1" });
      const job = await jobNamed(plannerOf("catalog-import", "plan.1"));
      expect(job).to.deep.include({ status: "SUCCEEDED", shareIdentifier: "catalogimport" });
      expect(job?.tags).to.include({ workflow: "catalog-import", stage: "plan" });
    });

    it("fails with the planner's own error, also for an input too large for a job's overrides", async () => {
      const unknown = Array.from({ length: 1_000 }, (_, i) => `no-such-tenant-${i}`);
      const { executionArn } = await start(outputs.machines.imports, "plan-2", { tenants: unknown });
      const execution = await ended(deployed(), executionArn);
      expect([execution.status, execution.error]).to.deep.equal(["FAILED", "UnknownTenantsError"]);
      expect(reasonOf(execution)).to.match(/^UnknownTenantsError: .*no-such-tenant-0/);
      expect(await item(tableKeys.run("catalog-import", "plan-2"))).to.include({ status: "FAILED" });
    });

    it("started by a schedule: plans again until no other run is under way", async () => {
      const lock = tableKeys.lock("catalog-import");
      // Step Functions does not know it. So it is taken for alive for some minutes.
      const other = { runId: "other", execution: "other", acquiredAt: new Date().toISOString() };
      await records.send(new PutCommand({ TableName: outputs.table, Item: { ...lock, ...other } }));
      const input = { schedule: "default", scheduledAt: "2026-11-23T02:00:00Z" };
      const { executionArn } = await start(outputs.machines.imports, "plan-4", input);
      const waiting = await eventually(async () => {
        const job = await jobNamed(plannerOf("catalog-import", "plan-4"));
        return job?.status === "SUCCEEDED" ? job : undefined;
      });
      expect(await item(tableKeys.run("catalog-import", "plan-4"))).to.equal(undefined);
      await records.send(new DeleteCommand({ TableName: outputs.table, Key: lock }));
      const execution = await ended(deployed(), executionArn);
      expect(execution.status, execution.cause).to.equal("SUCCEEDED");
      expect(JSON.parse(execution.output ?? "")).to.deep.include({ runId: "plan-4", chunks: 3 });
      expect(await item(lock)).to.include({ execution: "plan-4" });
      expect((await jobNamed(plannerOf("catalog-import", "plan-4")))?.jobId).not.to.equal(waiting.jobId);
    });

    it("meets the lock of a dead execution: has its run closed, then plans", async () => {
      const dead = { workflow: "catalog-import", runId: "dead", execution: "dead" };
      const startedAt = "2026-11-23T02:00:00.000Z";
      const put = (Item: object) =>
        records.send(new PutCommand({ TableName: outputs.table, Item: { ...Item } }));
      await put({ ...tableKeys.lock("catalog-import"), ...dead, acquiredAt: startedAt });
      await put({
        ...tableKeys.run("catalog-import", "dead"),
        ...dead,
        status: "RUNNING",
        startedAt,
        chunks: 0,
      });
      const { executionArn } = await start(outputs.machines.imports, "plan-6");
      const execution = await ended(deployed(), executionArn);
      expect(execution.status, execution.cause).to.equal("SUCCEEDED");
      expect(await item(tableKeys.lock("catalog-import"))).to.include({ execution: "plan-6" });
      expect(await item(tableKeys.run("catalog-import", "dead"))).to.include({
        status: "FAILED",
        reason: "the execution dead is unknown to Step Functions before its plan was complete",
      });
    });

    it("stopped while it is planned: leaves no job and no lock, and closes the records", async () => {
      const { executionArn } = await start(outputs.machines.stuck, "plan-3");
      const job = await eventually(() => jobNamed(plannerOf("rescale-images", "plan-3")));
      const run = { runId: "plan-3", workflow: "rescale-images", execution: "plan-3", status: "RUNNING" };
      const tenant = { ...run, tenant: "acme" };
      const put = (Item: object) =>
        records.send(new PutCommand({ TableName: outputs.table, Item: { ...Item } }));
      await put({ ...tableKeys.lock("rescale-images"), runId: "plan-3", execution: "plan-3" });
      await put({
        ...tableKeys.run("rescale-images", "plan-3"),
        ...run,
      });
      await put({ ...tableKeys.runTenant("rescale-images", "plan-3", "acme"), ...tenant });

      await sfn.send(new StopExecutionCommand({ executionArn: executionArn ?? "" }));
      await eventually(async () => ((await item(tableKeys.lock("rescale-images"))) ? undefined : true));
      const { jobs } = await batch.send(new DescribeJobsCommand({ jobs: [job.jobId ?? ""] }));
      expect(jobs?.[0]?.status).to.equal("FAILED");
      const reason = "the execution plan-3 was stopped before its plan was complete";
      expect(await item(tableKeys.run("rescale-images", "plan-3"))).to.include({ status: "FAILED", reason });
      expect(await item(tableKeys.runTenant("rescale-images", "plan-3", "acme"))).to.include({
        status: "FAILED",
        reason,
      });
    });

    const plannerOf = (workflow: string, run: string) => `${jobsOfRun(workflow, run, run)}-plan`;

    it("swept: ends the run of an execution that ended without closing it", async () => {
      const { executionArn } = await start(outputs.machines.imports, "plan-5");
      expect((await ended(deployed(), executionArn)).status).to.equal("SUCCEEDED");
      const lambda = new LambdaClient(deployed().aws.clientConfig);
      const Payload = JSON.stringify({ stateMachines: Object.values(outputs.machines) } satisfies AgeCheck);
      const { FunctionError, Payload: answer } = await lambda.send(
        new InvokeCommand({ FunctionName: outputs.stopped, Payload }),
      );
      lambda.destroy();
      expect(FunctionError, answer?.transformToString()).to.equal(undefined);
      expect(await item(tableKeys.lock("catalog-import"))).to.equal(undefined);
      expect(await item(tableKeys.run("catalog-import", "plan-5"))).to.include({
        status: "FAILED",
        reason: "acme failed in fetch: its job was not submitted",
      });
    });

    async function jobNamed(name: string) {
      const filters = [{ name: "JOB_NAME", values: [name] }];
      for await (const page of paginateListJobs({ client: batch }, { jobQueue: outputs.queue, filters })) {
        const ids = (page.jobSummaryList ?? []).map(({ jobId = "" }) => jobId);
        if (ids.length === 0) continue;
        return (await batch.send(new DescribeJobsCommand({ jobs: ids }))).jobs?.[0];
      }
      return undefined;
    }
  });
}
