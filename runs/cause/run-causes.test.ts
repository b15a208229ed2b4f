import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { jobsOfRun } from "../../contract/job-names.ts";
import type { PlanFile } from "../../contract/plan.ts";
import type { ChunkRecord, RunRecord } from "../../contract/records.ts";
import { type Answers, serveAnswers } from "../../testing/aws-answers/serve-answers.ts";
import { UnknownRunError } from "../errors.ts";
import type { OpenRun } from "../records/open-run.ts";
import { RunTable } from "../records/run-table.ts";
import { openStack } from "../stack/stack.ts";
import { runCauses } from "./run-causes.ts";

const workflow = "catalog-import";
const runId = "20261120T030000-0a1b";
const times = { startedAt: "2026-11-28T11:01:00.000Z", expiresAt: 0 };
const run = (fields: Partial<RunRecord>): RunRecord => ({
  ...{
    workflow,
    runId,
    execution: runId,
    status: "FAILED",
    chunks: 2,
    plannedAt: times.startedAt,
    ...times,
    plannedBy: runId,
  },
  ...fields,
});
const record = (fields: Partial<ChunkRecord>): ChunkRecord => ({
  ...{ workflow, runId, tenant: "acme", chunk: 0, stage: "fetch", status: "FAILED", attempts: 3, ...times },
  ...{ items: { done: 0, failed: 0, skipped: 0 }, jobId: "job-1", logGroup: "group", logStream: "stream" },
  ...fields,
});
const denied = { code: "AccessDeniedException", message: "User: x is not authorized to perform: y:Z" };
const changed = (change: (answer: Record<string, unknown>) => void) => (text: string) => {
  const answer = JSON.parse(text);
  change(answer);
  return JSON.stringify(answer);
};

/** The answer of GetItem with a run of texts and numbers. */
function itemOf(record: RunRecord): string {
  const typed = (value: unknown) => (typeof value === "number" ? { N: String(value) } : { S: value });
  const fields = Object.entries(record).map(([name, value]) => [name, typed(value)]);
  return JSON.stringify({ Item: Object.fromEntries(fields) });
}

/** The jobs of the answers, with the names of this run's. */
const named = (text: string) =>
  text.replaceAll(`${workflow}-${runId}-`, `${jobsOfRun(workflow, runId, runId)}-`);
const ours: Answers = { ListJobs: named, DescribeJobs: named };

/** What is found about a run on AWS as `answers` describe it, and what was asked. */
async function found(
  answers: Answers,
  known: { readonly run?: RunRecord; readonly chunks?: readonly ChunkRecord[]; readonly plan?: PlanFile },
  execution?: "FAILED" | "RUNNING" | "ABORTED",
  tenant?: string,
) {
  const aws = await serveAnswers(answers);
  const arn = `arn:aws:states:eu-central-1:123456789012:stateMachine:${workflow}`;
  const queue = "arn:aws:batch:eu-central-1:123456789012:job-queue/compute";
  const stack = openStack(
    {
      ...{ option: "--stack prod", client: aws.client, pollMs: 1 },
      outputs: {
        ...{
          stateMachines: { [workflow]: arn, sitemap: arn },
          table: "table",
          jobQueues: { compute: queue },
        },
        ...{ platformBucket: "platform", dataBucket: "data" },
      },
    },
    [],
  );
  const open: OpenRun = {
    ...{ stack, workflow, runId, run: known.run, stages: ["fetch", "rescale"], executionArn: arn },
    executionName: runId,
    table: new RunTable(stack.clients.dynamodb, "table", workflow, runId),
    ...(known.plan && { plan: known.plan }),
    tenants: async () => [],
    chunks: async () => [...(known.chunks ?? [])],
    execution: async () =>
      execution && {
        $metadata: {},
        executionArn: arn,
        stateMachineArn: arn,
        status: execution,
        startDate: new Date(0),
        ...ending,
      },
  };
  const ending = execution === "FAILED" ? { error: "Lambda.AWSLambdaException", cause: "no" } : {};
  try {
    const now = Date.parse("2026-11-28T11:31:00.000Z");
    return { causes: await runCauses(open, { now, ...(tenant && { tenant }) }), asked: aws.asked };
  } finally {
    stack.clients.destroy();
    await aws.stop();
  }
}

describe("why a run is as it is", () => {
  it("a container that left no error: Batch is asked, and its log is read", async () => {
    const answers: Answers = {
      DescribeJobs: changed(({ jobs }) => {
        const [job] = jobs as Record<string, unknown>[];
        Object.assign(job ?? {}, {
          ...{ jobId: "job-1", status: "FAILED", statusReason: "Essential container in task exited" },
          container: {
            ...{ exitCode: 137, reason: "OutOfMemoryError: Container killed due to memory usage" },
            resourceRequirements: [{ type: "MEMORY", value: "2048" }],
          },
        });
      }),
    };
    const { causes, asked } = await found(answers, {
      run: run({}),
      chunks: [record({}), record({ chunk: 1 })],
    });
    expect(causes.causes.map(({ sentence, chunks }) => [sentence, chunks])).to.deep.equal([
      ["out of memory at 2,048 MiB", 2],
    ]);
    expect(causes.causes[0]?.example?.logTail?.at(-1)).to.contain("TypeError: x is not a function");
    expect(asked).to.deep.equal(["DescribeJobs", "GetLogEvents"]);
  });

  it("what the caller may not ask is named, and the rest is found", async () => {
    const answers = { DescribeJobs: denied, GetLogEvents: denied };
    const own = record({ chunk: 1, error: "shop.example answered 503" });
    const { causes } = await found(answers, { run: run({}), chunks: [record({}), own] });
    expect(causes.causes.map(({ kind }) => kind)).to.deep.equal(["unknown", "stage"]);
    expect(causes.unknown.map((text) => text.split(":")[0])).to.deep.equal(["the jobs", "the logs"]);
  });

  it("jobs that wait: for instances, in Batch's words", async () => {
    const { causes } = await found(ours, { run: run({ status: "RUNNING" }) }, "RUNNING");
    const [cause] = causes.causes;
    expect(cause).to.include({ effect: "holds", kind: "no-capacity", stage: "fetch", chunks: 1 });
    expect(cause?.sentence).to.equal("it is not started: AWS had no instances of its types");
    expect(cause?.command).to.equal("npx batchline doctor --stack prod");
  });

  it("jobs that wait for room: their position, and who has it", async () => {
    const answers = {
      ...ours,
      DescribeJobs: (text: string) => named(text).replace(/"statusReason": .*/, '"isCancelled": false,'),
    };
    const { causes } = await found(answers, { run: run({ status: "RUNNING" }) }, "RUNNING");
    expect(causes.causes[0]?.sentence).to.equal(
      "waiting for room in the queue compute: the first is at position 1; in use are 8 vCPUs by catalog-import, 4 vCPUs by sitemap",
    );
  });

  it("jobs that wait for a limited resource: how much of it is free", async () => {
    const answers: Answers = {
      ...ours,
      DescribeJobs: (text) =>
        named(text).replace(
          /"statusReason": .*/,
          '"consumableResourceProperties": { "consumableResourceList": [{ "consumableResource": "connections", "quantity": 2 }] },',
        ),
    };
    const { causes } = await found(answers, { run: run({ status: "RUNNING" }) }, "RUNNING");
    expect(causes.causes[0]?.sentence).to.equal(
      "waiting for units of a limited resource, 2 of connections: 0 of 10 are free",
    );
  });

  it("a container that is silent: for how long", async () => {
    const silent = record({ status: "RUNNING", heardAt: "2026-11-28T11:10:00.000Z" });
    const answers = { ListJobs: denied };
    const { causes } = await found(answers, { run: run({ status: "RUNNING" }), chunks: [silent] }, "RUNNING");
    expect(causes.causes.map(({ kind, sentence }) => [kind, sentence])).to.deep.equal([
      ["silent", "no progress for 21 minutes"],
    ]);
  });

  it("a container that was killed while the run goes on: Batch is asked, as it could not write it", async () => {
    const killed = record({ status: "RUNNING", heardAt: "2026-11-28T11:29:00.000Z" });
    const answers: Answers = {
      ListJobs: denied,
      DescribeJobs: (text) =>
        text
          .replace(/"jobId": "[^"]*"/, '"jobId": "job-1"')
          .replace(/"statusReason": "[^"]*"/, '"statusReason": "Host EC2 (instance i-1) terminated."'),
    };
    const { causes } = await found(answers, { run: run({ status: "RUNNING" }), chunks: [killed] }, "RUNNING");
    expect(causes.causes.map(({ kind, effect }) => [kind, effect])).to.deep.equal([["reclaimed", "holds"]]);
  });

  for (const [what, execution, status, how] of [
    ["was stopped", "ABORTED", "ABORTED", "was stopped"],
    ["is gone", undefined, "FAILED", "ended"],
  ] as const) {
    it(`a run whose execution ${what}, and that was never closed: it says so, and names rerun`, async () => {
      const open = run({ status: "RUNNING" });
      const answers = { GetItem: () => itemOf(open) };
      const { causes } = await found(
        answers,
        { run: open, chunks: [record({ error: "no feed" })] },
        execution,
      );
      const sentence = `the run ${how} before it was closed`;
      expect([causes.status, causes.headline]).to.deep.equal([status, sentence]);
      const rerun = `npx batchline rerun ${runId} --stack prod`;
      expect(causes.causes.map((cause) => cause.sentence)).to.deep.equal(["no feed", sentence]);
      expect(causes.causes[1]).to.include({ kind: "stopped", command: rerun });
    });
  }

  it("a run that was closed after it was opened is not called unclosed", async () => {
    const closed = run({ reason: `the execution ${runId} was stopped` });
    const answers = { GetItem: () => itemOf(closed) };
    const { causes } = await found(answers, { run: run({ status: "RUNNING" }) }, "ABORTED");
    expect([causes.status, causes.headline]).to.deep.equal(["ABORTED", "the run was stopped"]);
  });

  it("a run that waits for another one", async () => {
    const { causes, asked } = await found({}, {}, "RUNNING");
    expect(causes.causes.map(({ kind, sentence }) => [kind, sentence])).to.deep.equal([
      ["busy", "it waits for the run run-1, which has been under way since 2026-11-28T11:01:00.000Z"],
    ]);
    expect(asked).to.deep.equal(["GetItem"]);
  });

  it("a run without records: the state that failed, with its evaluated input", async () => {
    const { causes } = await found({}, {}, "FAILED");
    expect(causes.failedState).to.deep.equal({
      ...{ state: "Plan", error: "Lambda.AWSLambdaException" },
      cause: "UnknownTenantsError: there is no tenant acme2",
      input: '{"FunctionName":"plan","Payload":{"workflow":"catalog-import"}}',
    });
    expect(causes.causes[0]?.sentence).to.equal(
      "the state Plan failed: UnknownTenantsError: there is no tenant acme2",
    );
  });

  it("a tenant that the run does not have: refused, with the nearest name", async () => {
    const plan: PlanFile = {
      ...{
        workflow,
        runId,
        execution: runId,
        plannedAt: times.startedAt,
        manifest: "",
        shards: [],
        reason: "",
      },
      ...{ tenants: 1, skipped: 0, chunks: 2, skippedTenants: [] },
      running: [{ tenant: "acme", firstChunk: 0, chunks: 2 }],
      failedTenants: [{ tenant: "bolt", reason: "it has no feed" }],
    };
    expect((await found({}, { run: run({}), plan }, undefined, "bolt")).causes.unknown).to.deep.equal([]);
    const refused = await rejection(found({}, { run: run({}), plan }, undefined, "acmee"), UnknownRunError);
    expect(refused.code).to.equal("BL-O004");
    expect(refused.message).to.contain('"acme"');
  });
});
