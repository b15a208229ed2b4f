import { StopExecutionCommand } from "@aws-sdk/client-sfn";
import { DeleteCommand, DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { tableKeys } from "../../contract/record-keys.ts";
import { ServedStack } from "../../testing/runs/served-stack.ts";
import { followRun, type RunProgress } from "../follow/follow-run.ts";
import { recordedOutcome } from "../follow/run-outcome.ts";
import { untilPlanned } from "../follow/until-planned.ts";
import { openRun } from "../records/open-run.ts";
import { planRerun } from "./plan-rerun.ts";
import { startRun } from "./start-run.ts";
import { stopRun } from "./stop-run.ts";

const workflow = "nightly";
const manifest = "runs/nightly/n/";
const { signal } = new AbortController();

describe("a run of a stack", () => {
  let served: ServedStack;
  let documents: DynamoDBDocumentClient;
  let runs = 0;
  let runId: string;
  before(async () => {
    served = await ServedStack.start({ [workflow]: ["fetch", "load"] });
    documents = DynamoDBDocumentClient.from(served.stack.clients.dynamodb);
  });
  after(() => served?.stop());
  beforeEach(() => {
    runId = `run-${++runs}`;
  });

  const lock = (execution = runId) => {
    const held = { runId, execution, acquiredAt: "2026-11-23T03:00:00.000Z" };
    return served.put({ ...tableKeys.lock(workflow), ...held });
  };
  const release = () =>
    documents.send(
      new DeleteCommand({ TableName: served.stack.outputs.table, Key: tableKeys.lock(workflow) }),
    );
  /** A run under way with two chunks, of which the second has begun its first stage. */
  async function underWay(execution = runId) {
    const executionArn = await served.execution(workflow, execution, "stays");
    await served.run(workflow, runId, { execution, chunks: 2, manifest, stages: ["fetch", "load"] });
    await lock(execution);
    for (const stage of ["fetch", "load"])
      await served.chunk({ workflow, runId, chunk: 0, stage, tenant: "acme" });
    const heardAt = "2026-11-23T03:04:00.000Z";
    const begun = { workflow, runId, chunk: 1, stage: "fetch", tenant: "bolt" };
    await served.chunk(begun, { status: "RUNNING", execution, heardAt });
    return executionArn;
  }
  /** What the function that closes stopped runs does in the end. */
  async function close(): Promise<void> {
    await served.run(workflow, runId, { status: "FAILED", chunks: 2, endedAt: "2026-11-23T03:05:00.000Z" });
    await release();
  }

  it("that is followed shows its stages, then its outcome", async () => {
    const executionArn = await underWay();
    const seen: RunProgress[] = [];
    const outcome = await followRun(
      served.stack,
      { workflow, runId, execution: runId },
      {
        signal,
        say: () => {},
        onProgress: (progress) => seen.push(progress),
        pause: async () => {
          const stop = new StopExecutionCommand({ executionArn, cause: "enough" });
          await served.stack.clients.sfn.send(stop);
        },
      },
    );
    const [fetch, load] = seen[0]?.stages ?? [];
    const heardAt = Date.parse("2026-11-23T03:04:00.000Z");
    expect(fetch).to.deep.include({ stage: "fetch", chunks: 2, ended: 1, running: 1, heardAt });
    expect(load).to.deep.include({ stage: "load", ended: 1, running: 0 });
    expect(outcome).to.include({ status: "ABORTED", reason: "stopped: enough" });
    expect(outcome.chunks).to.have.length(3);
    await release();
  });

  it("that was resumed shows what this attempt has done, and nothing before it owns the run", async () => {
    const execution = `${runId}-again`;
    const executionArn = await underWay(execution);
    await served.chunk(
      { workflow, runId, chunk: 1, stage: "load", tenant: "bolt" },
      { status: "FAILED", execution: runId },
    );
    const shown: number[][] = [];
    await followRun(
      served.stack,
      { workflow, runId, execution },
      {
        signal,
        say: () => {},
        onProgress: ({ stages }) => shown.push(stages.map(({ ended }) => ended)),
        pause: async () => {
          await served.stack.clients.sfn.send(new StopExecutionCommand({ executionArn }));
          await served.run(workflow, runId, { execution: "yet-another", chunks: 2, manifest });
        },
      },
    );
    expect(shown).to.deep.equal([[1, 1], []]);
    await release();
  });

  it("that has just started: waited for until it is planned, or the time is up", async () => {
    const waited = (enough: AbortSignal) =>
      untilPlanned(served.stack, { workflow, runId, execution: runId }, { signal, say: () => {}, enough });
    await served.execution(workflow, runId, "stays");
    expect(await waited(AbortSignal.abort())).to.equal(undefined);
    const never = new AbortController().signal;
    const planned = waited(never);
    await served.run(workflow, runId, { chunks: 2, manifest });
    expect(await planned).to.equal(undefined);
  });

  it("that has just started, and was refused: its outcome is there at once", async () => {
    const started = { workflow, runId, execution: runId };
    await served.execution(workflow, runId, "fails");
    const waiting = { signal, say: () => {}, enough: AbortSignal.abort() };
    expect(await untilPlanned(served.stack, started, waiting)).to.include({ status: "FAILED" });
  });

  it("is stopped, and waited for until it is closed and its lock is free", async () => {
    await underWay();
    const lines: string[] = [];
    let polls = 0;
    const stopped = await stopRun(await openRun(served.stack, workflow, runId), {
      ...{ signal, cause: "wrong prices", say: (line) => lines.push(line) },
      pause: async () => {
        if (++polls === 2) await close();
      },
    });
    expect([stopped, polls]).to.deep.equal([true, 2]);
    expect(lines).to.deep.equal([
      "its execution is stopped; waiting until its jobs have ended and its records are closed",
    ]);
    const run = await openRun(served.stack, workflow, runId);
    expect(await run.execution()).to.include({ status: "ABORTED", cause: "wrong prices" });
    expect(await stopRun(run, { signal, cause: "", say: () => {} })).to.equal(false);
  });

  it("that nobody closes is reported after ten minutes", async () => {
    await underWay();
    let time = 0;
    const problem = await rejection(
      stopRun(await openRun(served.stack, workflow, runId), {
        ...{ signal, cause: "", say: () => {}, now: () => time },
        pause: async () => {
          time += 300_000;
        },
      }),
    );
    expect(problem).to.include({ code: "BL-O020" });
    await release();
  });

  it("that waits for its turn is stopped when it can no longer be planned", async () => {
    await served.execution(workflow, runId, "stays");
    await lock("another");
    let polls = 0;
    await stopRun(await openRun(served.stack, workflow, runId), {
      ...{ signal, cause: "", say: () => {} },
      pause: async () => {
        polls++;
        const tombstone = { execution: runId };
        await served.put({ ...tableKeys.stopped(workflow, runId, runId), ...tombstone });
      },
    });
    expect(polls).to.equal(1);
    await release();
  });

  it("is rerun by another execution, for its unfinished chunks", async () => {
    await served.execution(workflow, runId, "fails");
    await served.run(workflow, runId, { status: "FAILED", chunks: 2, stages: ["fetch", "load"] });
    for (const stage of ["fetch", "load"])
      await served.chunk({ workflow, runId, chunk: 0, stage, tenant: "acme" });
    await served.chunk({ workflow, runId, chunk: 1, stage: "fetch", tenant: "bolt" });
    await served.chunk({ workflow, runId, chunk: 1, stage: "load", tenant: "bolt" }, { status: "FAILED" });
    for (const tenant of ["acme", "bolt"]) await served.tenant(workflow, runId, tenant);
    const run = await openRun(served.stack, workflow, runId);
    expect(await planRerun(run, {})).to.deep.equal({
      chunks: 2,
      unfinished: 1,
      tenants: [{ tenant: "bolt", chunks: 1, stages: ["load"] }],
    });
    const refused = async (filter: Parameters<typeof planRerun>[1]) =>
      (await rejection(planRerun(run, filter))).message;
    expect(await refused({ tenants: ["bol"] })).to.contain('no tenant "bol": did you mean "bolt"?');
    expect(await refused({ stages: ["lod"] })).to.contain('no stage "lod": did you mean "load"?');
    const started = await startRun(served.stack, workflow, { resume: runId, tenants: ["bolt"] });
    expect(started).to.include({ runId });
    const execution = await openRun(served.stack, workflow, "other", started.execution).then((open) =>
      open.execution(),
    );
    expect(JSON.parse(execution?.input ?? "")).to.deep.equal({ resume: runId, tenants: ["bolt"] });
  });

  it("is not rerun while it is under way, or without chunks", async () => {
    await underWay();
    const problem = await rejection(planRerun(await openRun(served.stack, workflow, runId), {}));
    expect(problem).to.include({ code: "BL-O021" });
    expect(problem.message).to.contain(`npx batchline stop ${runId} --stack test`);
    await release();
    const unplanned = await openRun(served.stack, workflow, "never-planned");
    expect((await rejection(planRerun(unplanned, {}))).message).to.contain("has no chunks: start a new run");
  });

  it("whose execution is gone has the outcome that its records have", async () => {
    await served.run(workflow, runId, {
      ...{
        status: "SUCCEEDED",
        chunks: 1,
        endedAt: "2026-11-23T03:05:00.000Z",
        reason: "1 tenant succeeded",
      },
    });
    const open = await openRun(served.stack, workflow, runId);
    expect(await open.execution()).to.equal(undefined);
    expect(await recordedOutcome(open)).to.include({ status: "SUCCEEDED", reason: "1 tenant succeeded" });
    await served.run(workflow, runId, { chunks: 1 });
    const unknown = await openRun(served.stack, workflow, runId);
    expect(await rejection(recordedOutcome(unknown))).to.include({ code: "BL-O022" });
  });
});
