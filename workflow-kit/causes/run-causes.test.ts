import { expect } from "chai";
import type { ChunkRecord, RunRecord, TenantRecord } from "../../contract/records.ts";
import type { StageUsage } from "../../contract/stage-usage.ts";
import { causesOf } from "./run-causes.ts";

const stages = { fetch: {}, rescale: { needs: ["fetch"] } };
const times = { startedAt: "2026-11-28T03:00:00.000Z", endedAt: "2026-11-28T03:05:00.000Z" };
const common = { workflow: "import", runId: "run-1", expiresAt: 0, ...times };
const run = (fields: Partial<RunRecord> = {}): RunRecord => ({
  ...{ ...common, execution: "run-1", status: "FAILED", chunks: 4, plannedAt: times.startedAt },
  ...fields,
});
const tenant = (id: string, status: TenantRecord["status"], reason?: string): TenantRecord => ({
  ...{ ...common, tenant: id, status, chunks: 1 },
  ...(reason !== undefined && { reason }),
});
let count = 0;
const chunk = (chunk: number, id: string, stage: string, fields: Partial<ChunkRecord>): ChunkRecord => ({
  ...{ ...common, tenant: id, chunk, stage, status: "FAILED", attempts: 3, attempt: `j-${++count}` },
  ...{ items: { done: 0, failed: 0, skipped: 0 }, jobId: `job-${chunk}`, logStream: `log-${chunk}` },
  ...fields,
});
const failedFetch = (place: number, id: string, error: string, fields: Partial<ChunkRecord> = {}) => [
  chunk(place, id, "fetch", { error, ...fields }),
  chunk(place, id, "rescale", { status: "NOT_STARTED", attempts: 0 }),
];
const usage: StageUsage = {
  ...{ containers: 1, tries: 3, outOfMemory: 0, reclaimed: 0, seconds: 1, longestSeconds: 1, gibSeconds: 1 },
  ...{ vcpuSeconds: { spot: 0, onDemand: 0, unknown: 1 }, families: {}, cpuSeconds: 1, peakMiB: 0 },
};

describe("the causes of a run", () => {
  it("equal ones are one, with its chunks and tenants, and never what followed", () => {
    const { causes, headline } = causesOf({
      ...{ run: run(), stages, options: "--stack prod" },
      tenants: [
        tenant("acme", "FAILED"),
        tenant("bolt", "FAILED"),
        tenant("cosy", "SUCCEEDED"),
        tenant("dune", "SKIPPED"),
      ],
      chunks: [
        ...failedFetch(0, "acme", "acme.example answered 503"),
        ...failedFetch(1, "acme", "acme.example answered 503", { endedAt: "2026-11-28T03:01:00.000Z" }),
        ...failedFetch(2, "bolt", "bolt.example answered 503"),
      ],
    });
    expect(headline).to.equal("2 of 3 tenants failed, for one cause");
    expect(causes).to.have.length(1);
    const [cause] = causes;
    expect(cause).to.deep.include({
      ...{ kind: "stage", effect: "failed", stage: "fetch", sentence: "… answered 503", chunks: 3 },
      ...{ tenants: ["acme", "bolt"], at: "2026-11-28T03:01:00.000Z" },
      command: "npx batchline logs run-1 --tenant acme --stage fetch --chunk 1 --stack prod",
    });
    expect(cause?.example).to.deep.equal({
      ...{ tenant: "acme", chunk: 1, stage: "fetch", attempts: 3, jobId: "job-1", logStream: "log-1" },
      reason: "acme.example answered 503",
    });
  });

  const tried = (...codes: readonly number[]) =>
    codes.map((exitCode, at) => ({
      ...{ attempt: `j-${at}`, startedAt: times.startedAt, outcome: "FAILED" as const, exitCode },
      logStream: `try-${at}`,
    }));
  const caused = (fields: Partial<ChunkRecord>) =>
    causesOf({
      ...{ run: run(), stages, options: "--stack prod", tenants: [tenant("acme", "FAILED")] },
      chunks: [chunk(0, "acme", "fetch", fields)],
    }).causes[0];

  it("killed containers: the start that only gave up is no attempt, and its log is not shown", () => {
    for (const code of [3, 137]) {
      const error = `Essential container in task exited; exit code ${code} (tried 3 times)`;
      const cause = caused({ error, attempts: 4, tries: tried(code, code, code, 65) });
      expect(cause?.example).to.include({ attempts: 3, exitCode: code, givenUp: true, logStream: "try-2" });
    }
  });

  it("a mistake that used up its attempts: the stage's own exit code, and what to type", () => {
    const [first, second, last] = tried(1, 1, 65);
    const tries = [first, second, last && { ...last, ownExitCode: 1 }].flatMap((each) => each ?? []);
    const cause = caused({ error: "x is not a function", where: "fetch.ts:1:2", tries });
    expect(cause?.example).to.include({ attempts: 3, exitCode: 1, givenUp: true, logStream: "try-2" });
    const place = "run-1 --tenant acme --stage fetch --chunk 0";
    expect([cause?.command, ...(cause?.moreCommands ?? [])]).to.deep.equal([
      "npx batchline rerun run-1 --tenant acme --stack prod",
      `npx batchline reproduce ${place} --inspect --stack prod`,
      `npx batchline logs ${place} --stack prod`,
    ]);
  });

  it("wrong data: its own exit code 65, without giving up", () => {
    const cause = caused({ error: "the feed is empty", attempts: 1, tries: tried(65) });
    expect(cause?.example).to.include({ attempts: 1, exitCode: 65 }).and.not.to.have.property("givenUp");
  });

  it("different ones: the one with more chunks first", () => {
    const { causes, headline } = causesOf({
      ...{ run: run(), stages, tenants: [tenant("acme", "FAILED")] },
      chunks: [
        ...failedFetch(0, "acme", "the feed is empty"),
        chunk(1, "acme", "fetch", { status: "SUCCEEDED" }),
        chunk(1, "acme", "rescale", { error: "no such format" }),
        chunk(2, "acme", "fetch", { status: "SUCCEEDED" }),
        chunk(2, "acme", "rescale", { error: "no such format" }),
      ],
    });
    expect(causes.map(({ stage, chunks }) => [stage, chunks])).to.deep.equal([
      ["rescale", 2],
      ["fetch", 1],
    ]);
    expect(headline).to.equal("1 of 1 tenant failed, for 2 causes");
  });

  it("tenants that were not planned", () => {
    const { causes } = causesOf({
      ...{ run: run(), stages, chunks: [] },
      tenants: [
        tenant("acme", "FAILED", "acme's file has no feed"),
        tenant("bolt", "FAILED", "bolt's file has no feed"),
      ],
    });
    expect(causes).to.have.length(2);
    expect(causes[0]).to.deep.include({ kind: "planning", chunks: 0, tenants: ["acme"] });
  });

  for (const [what, reason, kind, sentence] of [
    ["busy", "import is already running: run run-0 (execution run-0) since 3:00. Wait", "busy", undefined],
    [
      "stopped before its plan",
      "the execution run-1 was stopped before its plan was complete",
      "stopped",
      "somebody stopped the run before it was planned",
    ],
    ["timed out", "the execution run-1 timed out", "timeout", "the run took longer than 23 hours"],
    ["not planned", "unknown tenant acme2", "planning", undefined],
  ] as const) {
    it(`a run that was ${what}: the run's reason`, () => {
      const { plannedAt: _, ...unplanned } = run({ reason, chunks: 0 });
      const { causes, headline } = causesOf({ run: unplanned, stages: {}, tenants: [], chunks: [] });
      expect(causes.map((cause) => [cause.kind, cause.sentence])).to.deep.equal([[kind, sentence ?? reason]]);
      expect(headline).to.equal("the run failed as a whole");
    });
  }

  it("a stopped run: how many tenants did not finish", () => {
    const found = causesOf({
      ...{ run: run({ reason: "the execution run-1 was stopped" }), isStopped: true, stages },
      tenants: [tenant("acme", "FAILED"), tenant("bolt", "SUCCEEDED")],
      chunks: failedFetch(0, "acme", "the execution run-1 was stopped"),
    });
    expect(found).to.include({ status: "ABORTED", headline: "1 of 2 tenants did not finish" });
    expect(found.causes.map(({ kind }) => kind)).to.deep.equal(["stopped"]);
  });

  it("a state of the machine that failed", () => {
    const failedState = { state: "Plan", error: "States.TaskFailed", cause: "AccessDenied" };
    const found = causesOf({ run: run(), stages, tenants: [], chunks: [], failedState });
    expect(found.causes[0]).to.include({ kind: "machine", sentence: "the state Plan failed: AccessDenied" });
    expect(found.failedState).to.equal(failedState);
  });

  it("under way: what Batch tries again holds work, what it does not has failed", () => {
    const exit = (exitCode: number) => ({
      tries: [{ attempt: "j-1", startedAt: times.startedAt, outcome: "FAILED" as const, exitCode }],
    });
    const { causes, headline } = causesOf({
      ...{ run: run({ status: "RUNNING" }), stages, tenants: [tenant("acme", "RUNNING")] },
      chunks: [
        chunk(0, "acme", "fetch", { error: "acme.example answered 503", ...exit(75) }),
        chunk(1, "acme", "fetch", { error: "the feed is empty", ...exit(65) }),
        chunk(2, "acme", "fetch", { status: "RUNNING" }),
      ],
    });
    expect(causes.map(({ effect }) => effect)).to.deep.equal(["failed", "holds"]);
    expect(headline).to.equal(
      "it is under way: 1 chunk failed so far, for one cause, and 1 thing holds work",
    );
  });

  it("memory that ran out, and was overcome: the setting that saves it", () => {
    const { causes, headline } = causesOf({
      run: run({
        status: "SUCCEEDED",
        usage: { fetch: usage, rescale: { ...usage, outOfMemory: 2, peakMiB: 1_900 } },
      }),
      ...{ stages, tenants: [tenant("acme", "SUCCEEDED")], chunks: [] },
    });
    expect(causes).to.have.length(1);
    expect(causes[0]).to.include({ effect: "overcome", kind: "out-of-memory", stage: "rescale" });
    expect(causes[0]?.help).to.contain("to 2560 or more");
    expect(headline).to.equal("1 tenant succeeded");
  });

  it("rounds with more memory: how far they went", () => {
    const grown = (fromMiB: number, toMiB: number, chunks: number) => ({
      at: times.startedAt,
      grown: [{ stage: "rescale", chunks, fromMiB, toMiB }],
    });
    const { causes } = causesOf({
      run: run({
        ...{ status: "SUCCEEDED", rounds: [grown(256, 512, 4), grown(512, 1_024, 2)] },
        usage: { rescale: { ...usage, outOfMemory: 6, peakMiB: 700 } },
      }),
      ...{ stages, tenants: [], chunks: [] },
    });
    expect(causes[0]).to.include({
      sentence: "out of memory at 256 MiB, and tried again with up to 1,024 MiB",
      chunks: 4,
      command: "npx batchline sizes --workflow import",
    });
  });

  it("of 2,000 chunks with reasons of suppliers are found at once", () => {
    const chunks = Array.from({ length: 2_000 }, (_, place) =>
      failedFetch(place, `t${place % 50}`, `shop-${place}.example answered 503 ${"x".repeat(1_000)}`),
    ).flat();
    const { causes } = causesOf({ run: run(), stages, tenants: [], chunks });
    expect(causes.map((cause) => [cause.chunks, cause.tenants.length])).to.deep.equal([[2_000, 50]]);
  });
});
