import { expect } from "chai";
import type { ChunkRecord, RunRecord, StageTry } from "../../contract/records.ts";
import type { ListedRun } from "../../runs/records/list-runs.ts";
import type { RunFacts } from "./run-facts.ts";
import { type Beside, runViewOf } from "./run-view.ts";

const workflow = "import";
const runId = "night";
const startedAt = "2026-11-23T03:00:00.000Z";
const at = (seconds: number) => new Date(Date.parse(startedAt) + seconds * 1000).toISOString();
const items = { done: 1, failed: 0, skipped: 0 };

const run = (fields: Partial<RunRecord> = {}): RunRecord => ({
  ...{ workflow, runId, execution: runId, status: "RUNNING", startedAt, chunks: 3, expiresAt: 0 },
  ...fields,
});

const chunk = (index: number, stage: string, fields: Partial<ChunkRecord> = {}): ChunkRecord => ({
  ...{ workflow, runId, chunk: index, stage, tenant: index === 1 ? "bolt" : "acme", attempts: 1 },
  ...{ status: "SUCCEEDED", startedAt: at(10), endedAt: at(20), items, expiresAt: 0 },
  ...fields,
});

const attempt = (number: number, fields: Partial<StageTry>): StageTry => ({
  ...{ attempt: `job-${number}`, startedAt: at(10 * number), vcpus: 2 },
  ...fields,
});

function viewOf(facts: Partial<RunFacts> = {}, beside: Partial<Beside> = {}) {
  const known: RunFacts = {
    ...{ run: run(), stages: ["fetch", "load"], tenants: [], chunks: [], planned: ["acme", "bolt", "acme"] },
    plan: {
      running: [
        { tenant: "acme", firstChunk: 0, chunks: 2 },
        { tenant: "bolt", firstChunk: 1, chunks: 1 },
      ],
      skippedTenants: [{ tenant: "cafe", reason: "paused" }],
      stages: { fetch: {}, load: { needs: ["fetch"] } },
    },
    ...{ readAt: new Date(at(60)), hasChunks: true },
    ...facts,
  };
  const status = known.run?.status ?? "RUNNING";
  const listed: ListedRun = {
    ...{ workflow, runId, status, startedAt },
    ...(known.run && { record: known.run }),
  };
  const others = {
    option: "--stack prod",
    ceiling: 16,
    machine: undefined,
    missing: {},
    region: "eu-central-1",
  };
  return runViewOf(known, { listed, ...others, ...beside });
}

describe("a run's page", () => {
  const failed = { status: "FAILED", error: "shop.example answered 503" } as const;

  it("has a letter for each chunk in each stage; what follows a failure never starts", () => {
    const chunks = [chunk(0, "fetch"), chunk(1, "fetch", failed), chunk(0, "load", { status: "RUNNING" })];
    const { matrix, stages } = viewOf({ chunks });
    expect(matrix.columns).to.deep.equal(["sf.", "rn."]);
    expect(stages.map(({ counts }) => counts)).to.deep.include.members([
      { waiting: 1, running: 1, succeeded: 0, failed: 0, interrupted: 0, notStarted: 1, moreMemory: 0 },
    ]);
    expect(viewOf({ chunks, run: run({ status: "FAILED" }) }).matrix.columns).to.deep.equal(["sfn", "rnn"]);
  });

  it("shows a chunk that ran out of memory and is tried again, and how often chunks were tried", () => {
    const tries = [attempt(1, { outcome: "OUT_OF_MEMORY" })];
    const { matrix } = viewOf({ chunks: [chunk(2, "fetch", { status: "INTERRUPTED", attempts: 2, tries })] });
    expect([matrix.columns[0], matrix.tries]).to.deep.equal(["..m", [{ 2: 2 }, {}]]);
  });

  it("has tenants by their first chunks, then those that were skipped; chunks name their tenant", () => {
    const chunks = [chunk(0, "fetch"), chunk(0, "load"), chunk(1, "fetch", failed)];
    const { tenants, matrix } = viewOf({ chunks });
    const rows = tenants.map(({ tenant, status, chunksDone, chunksFailed, reason }) =>
      [tenant, status, chunksDone, chunksFailed, reason].join(" "),
    );
    expect(rows).to.deep.equal([
      "acme RUNNING 1 0 ",
      "bolt FAILED 0 1 shop.example answered 503",
      "cafe SKIPPED 0 0 paused",
    ]);
    expect(matrix.tenantOf).to.deep.equal([0, 1, 0]);
  });

  it("knows the tenants of chunks with records when the plan can't be read, and says so", () => {
    const facts = {
      plan: undefined,
      planned: [],
      run: run({ plannedAt: startedAt }),
      chunks: [chunk(1, "fetch")],
    };
    const { matrix, tenants, notices } = viewOf(facts);
    expect(matrix.tenantOf).to.deep.equal([-1, 0, -1]);
    expect(tenants.map(({ tenant }) => tenant)).to.deep.equal(["bolt"]);
    expect(notices.map(({ sentence }) => sentence).join()).to.match(/plan can't be read/);
  });

  it("has every try in the timeline, and what ran at once", () => {
    const tries = [attempt(1, { endedAt: at(20), outcome: "RECLAIMED" }), attempt(3, { startedAt: at(30) })];
    const chunks = [
      chunk(0, "fetch", { status: "RUNNING", tries }),
      chunk(1, "fetch", { tries: [attempt(1, { endedAt: at(40), outcome: "SUCCEEDED" })] }),
    ];
    const { timeline } = viewOf({ chunks });
    expect(timeline).to.deep.include({ chunk: [0, 1, 0], kinds: "csr", untilMs: 60_000 });
    expect([timeline.startMs, timeline.endMs]).to.deep.equal([
      [10_000, 10_000, 30_000],
      [20_000, 40_000, -1],
    ]);
    expect(timeline.concurrency).to.deep.equal({
      atMs: [10_000, 20_000, 30_000, 40_000, 60_000],
      containers: [2, 1, 2, 1, 0],
      vcpus: [4, 2, 4, 2, 0],
      ceiling: 16,
    });
  });

  it("ends a try whose container could not say so where the next one begins", () => {
    const tries = [attempt(1, {}), attempt(2, {})];
    const { timeline } = viewOf({ chunks: [chunk(0, "fetch", { status: "RUNNING", tries })] });
    expect([timeline.kinds, timeline.endMs]).to.deep.equal(["kr", [20_000, -1]]);
  });

  it("makes one try of a record of an earlier version", () => {
    const { timeline } = viewOf({ chunks: [chunk(0, "fetch", failed)] });
    expect([timeline.kinds, timeline.startMs, timeline.endMs]).to.deep.equal(["f", [10_000], [20_000]]);
  });

  it("lets people rerun what is unfinished, and stop what runs, if they may", () => {
    const ended = run({ status: "FAILED" });
    const chunks = [chunk(0, "fetch"), chunk(0, "load")];
    const { rerun, stop } = viewOf({ run: ended, chunks }).actions;
    expect([rerun.can, stop.can]).to.deep.equal([true, false]);
    expect(rerun)
      .to.have.property("will")
      .that.matches(/2 unfinished chunks of 2 tenants/);
    const missing = { rerun: "states:StartExecution" };
    expect(viewOf({ run: ended, chunks }, { missing }).actions.rerun).to.deep.equal({
      can: false,
      why: "You lack the right states:StartExecution.",
    });
    expect(viewOf().actions.rerun.can).to.equal(false);
    expect(viewOf().actions.stop.can).to.equal(true);
  });

  it("says that memory grew on retry", () => {
    const grown = [{ stage: "load", chunks: 2, fromMiB: 2048, toMiB: 4096 }];
    const { notices } = viewOf({ run: run({ rounds: [{ at: startedAt, grown }] }) });
    expect(notices.at(-1)?.command).to.equal("npx batchline sizes --workflow import --stack prod");
    expect(notices.at(-1)?.sentence).to.equal(
      "2 chunks of load ran out of memory with 2,048 MiB, and were tried again with 4,096 MiB.",
    );
  });

  it("says that its chunks are being read, and offers nothing until then", () => {
    const { matrix, actions, notices } = viewOf({ run: run({ status: "FAILED" }), hasChunks: false });
    expect([matrix.columns[0], actions.rerun.can]).to.deep.equal(["...", false]);
    expect(notices[0]?.sentence).to.equal("Its 3 chunks are being read, and appear in a moment.");
  });

  it("has commands that name the run and the stack", () => {
    const [first] = viewOf().commands;
    expect(first?.command).to.equal("npx batchline follow night --stack prod");
  });

  it("is made of 10,000 chunks, with a curve of few steps", () => {
    const chunks = Array.from({ length: 10_000 }, (_, index) =>
      chunk(index, "fetch", { startedAt: at(index / 10), endedAt: at(index / 10 + 5 + (index % 7)) }),
    );
    const { timeline, matrix } = viewOf({ run: run({ chunks: 10_000 }), chunks });
    expect(matrix.columns[0]).to.equal("s".repeat(10_000));
    expect(timeline.chunk).to.have.length(10_000);
    expect(timeline.concurrency.atMs).to.have.length.below(2100);
    expect(Math.max(...timeline.concurrency.containers)).to.be.within(80, 83);
  });
});
