import { BatchClient, SubmitJobCommand } from "@aws-sdk/client-batch";
import { DescribeExecutionCommand, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { VirtualClock } from "@batchline/clock";
import {
  account,
  Embedded,
  eventually,
  FunctionError,
  isOver,
  machineArn,
  region,
  roleArn,
} from "@batchline/embedded-aws/testing";
import { expect } from "chai";
import { jobsOfRun } from "../contract/job-names.ts";
import { longestRunSeconds, type PlanRequest } from "../contract/plan.ts";
import { tableKeys } from "../contract/record-keys.ts";
import type { RunRecord } from "../contract/records.ts";
import type { SummaryRequest, SummaryResult } from "../contract/summary.ts";
import { endDeadRun } from "../handlers/close/end-dead-run.ts";
import { plan } from "../handlers/plan/plan-execution.ts";
import { releaseLock, WorkflowBusyError } from "../handlers/storage/lock.ts";
import { embeddedPlanner } from "../testing/handlers/embedded-planner.ts";
import { type EmbeddedStores, startStores } from "../testing/handlers/embedded-stores.ts";
import { tenant } from "../testing/handlers/planned-workflow.ts";
import { buildWorkflow } from "../workflow-kit/at-deploy/build-workflow.ts";
import { catalogImport } from "../workflows/catalog-import/workflow.ts";

const workflows = { "catalog-import": { feed: { url: "http://acme.example/feed", format: "csv" } } };
const newYork = { cron: "0 5 * * ? *", timezone: "America/New_York" };
const tenants = [
  tenant("acme", { workflows }),
  tenant("bolt", { workflows, schedules: { "catalog-import": newYork } }),
];

const arn = (service: string, resource: string) => `arn:aws:${service}:${region}:${account}:${resource}`;
const queue = arn("batch", "job-queue/work");

/** A clock that stands still, and tells what waits for it. */
class WatchedClock extends VirtualClock {
  readonly #waits: number[] = [];

  override after(ms: number, action: () => void): () => void {
    this.#waits.push(ms / 1000);
    return super.after(ms, action);
  }

  /** Until something waits for so many seconds; each wait counts once. */
  async nextWait(seconds: number): Promise<void> {
    const at = await eventually(() => {
      const found = this.#waits.indexOf(seconds);
      return found < 0 ? undefined : found;
    });
    this.#waits.splice(at, 1);
  }
}

/** The deployed machine and the real planner, in virtual time: a job runs until the test ends it. */
describe("runs that meet", () => {
  const began = Date.parse("2026-11-23T10:00:00Z");
  let stores: EmbeddedStores;
  let clock: WatchedClock;
  let aws: Embedded;
  /** Each look at whether it is an execution's turn, with the answer. */
  let looks: { readonly execution: string; readonly tenants: number; readonly waiting: boolean }[];

  before(async () => {
    stores = await startStores();
    await stores.deploy(tenants);
  });
  after(() => stores.stop());

  beforeEach(async () => {
    clock = new WatchedClock(began);
    looks = [];
    aws = await new Embedded(clock).start();
    const built = buildWorkflow(catalogImport);
    const values = {
      metadataFunction: arn("lambda", "function:metadata"),
      summaryFunction: arn("lambda", "function:summary"),
      "jobQueue.compute": queue,
      ...Object.fromEntries(
        ["fetch", "download", "rescale"].map((stage) => [
          `jobDefinition.${stage}`,
          arn("batch", `job-definition/${stage}:1`),
        ]),
      ),
    };
    aws.identity.putRolePolicy("machine", "derived", {
      Version: "2012-10-17",
      Statement: built.permissions(values).map((statement) => ({ ...statement })),
    });
    const spec = { name: "catalog-import", arn: machineArn("catalog-import"), roleArn };
    aws.stepFunctions.createStateMachine({ ...spec, definition: built.definition(values) });
    const planner = embeddedPlanner({ ...stores, now: () => stores.now(), states: aws.client });
    aws.handlers.set("metadata", async (event) => {
      const request = event as PlanRequest;
      stores.time = new Date(clock.now()).toISOString();
      try {
        const answer = await plan(planner, catalogImport, request);
        const { tenants, waiting = false } = answer;
        looks.push({ execution: request.execution, tenants, waiting });
        return answer;
      } catch (cause) {
        if (cause instanceof WorkflowBusyError) throw new FunctionError(cause.name, cause.message);
        throw cause;
      }
    });
    aws.handlers.set("summary", async (event): Promise<SummaryResult> => {
      const { runId, execution } = event as SummaryRequest;
      await releaseLock(stores.table, "catalog-import", execution);
      return { runId, succeeded: true, reason: "", tenants: { succeeded: 1, failed: 0, skipped: 0 } };
    });
  });
  afterEach(() => aws.stop());

  const start = async (name: string, input: object) => {
    const stateMachineArn = machineArn("catalog-import");
    const command = new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) });
    return (await aws.client.send(command)).executionArn;
  };
  const ended = (executionArn: string | undefined) =>
    eventually(async () => {
      const execution = await aws.client.send(new DescribeExecutionCommand({ executionArn }));
      return isOver(execution.status) ? execution : undefined;
    });
  const looksOf = (execution: string) => looks.filter((look) => look.execution === execution);
  const lookedAt = (execution: string, times: number) =>
    eventually(async () => (looksOf(execution).length >= times ? true : undefined));
  const submitted = (execution: string) =>
    aws.batch.submissions.filter(({ jobName }) => jobName?.startsWith(`catalog-import-${execution}-`));
  /** Lets the execution's three jobs end, once they are there. */
  const finish = async (execution: string) => {
    await eventually(async () => (submitted(execution).length === 3 ? true : undefined));
    for (const { jobId } of aws.batch.jobs.filter(({ jobName }) => jobName?.includes(`-${execution}-`))) {
      aws.batch.end(jobId ?? "", "SUCCEEDED");
    }
  };

  it("take turns when schedules started them: both run, one after the other, each for its own tenants", async () => {
    const first = await start("first", { schedule: "default", scheduledAt: "2026-11-23T02:00:00Z" });
    await lookedAt("first", 1);
    const second = await start("second", {
      schedule: "0 5 * * ? * America/New_York",
      scheduledAt: "2026-11-23T10:00:00Z",
    });
    // A minute, then half as long again each time, until it is five minutes.
    for (const [before, seconds] of [60, 90, 135, 202.5, 300, 300].entries()) {
      await lookedAt("second", before + 1);
      await clock.nextWait(seconds);
      clock.advance(seconds * 1000);
    }
    await lookedAt("second", 7);
    expect(looksOf("second").every(({ waiting }) => waiting)).to.equal(true);
    expect(submitted("second")).to.deep.equal([]);
    await finish("first");
    expect(await ended(first)).to.include({ status: "SUCCEEDED" });
    await clock.nextWait(300);
    clock.advance(300_000);
    await finish("second");
    expect(await ended(second)).to.include({ status: "SUCCEEDED" });
    expect(looks.filter(({ waiting }) => !waiting)).to.deep.equal([
      { execution: "first", tenants: 1, waiting: false },
      { execution: "second", tenants: 1, waiting: false },
    ]);
  });

  it("fail at once when they were started by hand", async () => {
    const first = await start("by-schedule", { schedule: "default", scheduledAt: "2026-11-24T02:00:00Z" });
    await lookedAt("by-schedule", 1);
    const execution = await ended(await start("by-hand", {}));
    expect(execution).to.include({ status: "FAILED", error: "WorkflowBusyError" });
    expect(execution.cause).to.contain("catalog-import is already running: run by-schedule");
    await finish("by-schedule");
    expect(await ended(first)).to.include({ status: "SUCCEEDED" });
  });

  it("time out when they hang; then their jobs end, and the next one starts", async () => {
    const executionArn = await start("hanging", {});
    await eventually(async () => (submitted("hanging").length === 3 ? true : undefined));
    clock.advance((longestRunSeconds - 1) * 1000);
    const { status: before } = await aws.client.send(new DescribeExecutionCommand({ executionArn }));
    expect(before).to.equal("RUNNING");
    clock.advance(1000);
    expect(await ended(executionArn)).to.include({ status: "TIMED_OUT" });
    stores.time = new Date(clock.now()).toISOString();
    const credentials = aws.identity.operator;
    const batch = new BatchClient({ endpoint: aws.endpoint, region, credentials });
    // What ran when the execution ended may still submit a job.
    const jobName = `${jobsOfRun("catalog-import", "hanging", "hanging")}-0-rescale`;
    const late = new SubmitJobCommand({ jobName, jobQueue: queue, jobDefinition: "rescale" });
    const pause = async () => void (aws.batch.jobs.length === 3 && (await batch.send(late)));
    const options = { stores, batch, states: aws.client, pause, workflowNamed: () => catalogImport };
    await endDeadRun(
      { ...options, jobQueues: [queue] },
      {
        ...{ workflow: "catalog-import", runId: "hanging", execution: "hanging" },
        stateMachine: machineArn("catalog-import"),
      },
    );
    batch.destroy();
    expect(aws.batch.jobs.map(({ status }) => status)).to.deep.equal(Array(4).fill("FAILED"));
    const run = await stores.table.get<RunRecord>(tableKeys.run("catalog-import", "hanging"));
    expect(run?.status).to.equal("FAILED");
    const next = await start("next", {});
    await finish("next");
    expect(await ended(next)).to.include({ status: "SUCCEEDED" });
  });
});
