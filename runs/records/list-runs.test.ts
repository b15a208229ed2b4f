import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { ServedStack } from "../../testing/runs/served-stack.ts";
import { UnknownRunError } from "../errors.ts";
import { findRun, findRunToStop } from "./find-run.ts";
import { listRuns, type RunFilters } from "./list-runs.ts";

describe("runs of a stack", () => {
  let served: ServedStack;
  before(async () => {
    served = await ServedStack.start({ nightly: ["fetch", "load"], report: ["write"] });
    // Of long ago: Step Functions has no execution of it any more.
    await served.run("nightly", "20260901T030000-aaaa", {
      ...{ status: "SUCCEEDED", startedAt: "2026-09-01T03:00:00.000Z", endedAt: "2026-09-01T03:10:00.000Z" },
      ...{ chunks: 2, tenants: { succeeded: 2, failed: 0, skipped: 1 } },
    });
    await served.run("nightly", "20261120T030000-bbbb", {
      ...{ status: "FAILED", startedAt: "2026-11-20T03:00:00.000Z", endedAt: "2026-11-20T03:30:00.000Z" },
      ...{ execution: "20261120T030000-bbbb-again", chunks: 3, reason: "1 of 2 tenants failed" },
    });
    await served.tenant("nightly", "20261120T030000-bbbb", "acme", { status: "FAILED", reason: "no feed" });
    await served.execution("nightly", "20261120T030000-bbbb", "fails");
    const resume = { resume: "20261120T030000-bbbb" };
    await served.execution("nightly", "20261120T030000-bbbb-again", "fails", resume);
    await served.run("report", "20261121T060000-cccc", { startedAt: "2026-11-21T06:00:00.000Z", chunks: 1 });
    await served.execution("report", "20261121T060000-cccc", "stays");
    // Another run was under way, so it was refused.
    await served.execution("report", "refused-by-the-planner", "fails");
  });
  after(() => served?.stop());

  const listed = async (filters?: RunFilters) =>
    (await listRuns(served.stack, filters)).map(({ runId, status }) => `${runId} ${status}`);

  it("are listed, the newest first: a resumed run once, and what was not planned", async () => {
    expect(await listed()).to.deep.equal([
      "refused-by-the-planner FAILED",
      "20261121T060000-cccc RUNNING",
      "20261120T030000-bbbb FAILED",
      "20260901T030000-aaaa SUCCEEDED",
    ]);
  });

  it("are filtered by workflow, status, start and number", async () => {
    expect(await listed({ workflow: "nightly", status: "SUCCEEDED" })).to.deep.equal([
      "20260901T030000-aaaa SUCCEEDED",
    ]);
    expect(await listed({ workflow: "nightly", since: new Date("2026-11-20") })).to.have.length(1);
    expect(await listed({ limit: 1 })).to.deep.equal(["refused-by-the-planner FAILED"]);
  });

  it("are filtered by a tenant, whose outcome they then have", async () => {
    const runs = await listRuns(served.stack, { tenant: "acme" });
    expect(runs.map(({ runId, tenant }) => [runId, tenant?.reason])).to.deep.equal([
      ["20261120T030000-bbbb", "no feed"],
    ]);
  });

  it("are found by their id, a beginning, an execution that resumed them, or as the latest", async () => {
    const found = async (ref?: string) => (await findRun(served.stack, ref)).runId;
    expect(await found("20261121T060000-cccc")).to.equal("20261121T060000-cccc");
    expect(await found("202609")).to.equal("20260901T030000-aaaa");
    expect(await found("20261120T030000-bbbb-ag")).to.equal("20261120T030000-bbbb");
    expect(await found()).to.equal("refused-by-the-planner");
    expect((await findRun(served.stack, "latest", "nightly")).runId).to.equal("20261120T030000-bbbb");
  });

  it("to stop: the latest is one under way, if there is one", async () => {
    const found = async (workflow?: string) => (await findRunToStop(served.stack, "latest", workflow)).runId;
    expect(await found()).to.equal("20261121T060000-cccc");
    expect(await found("nightly")).to.equal("20261120T030000-bbbb");
  });

  it("an unknown id, or the beginning of several: refused with what there is", async () => {
    const unknown = await rejection(findRun(served.stack, "20261121T060000-ccce"), UnknownRunError);
    expect(unknown.code).to.equal("BL-O002");
    expect(unknown.message).to.contain("did you mean").and.contain('"20261121T060000-cccc"');
    const several = await rejection(findRun(served.stack, "202611"), UnknownRunError);
    expect(several.code).to.equal("BL-O003");
    expect(several.message).to.contain("20261120T030000-bbbb (nightly)");
    expect((await rejection(findRun(served.stack, ""), UnknownRunError)).code).to.equal("BL-O002");
  });
});

describe("a run that is opened", () => {
  let served: ServedStack;
  before(async () => {
    served = await ServedStack.start({ nightly: ["new-stage"] });
    await served.run("nightly", "r1", { chunks: 2, execution: "r1-again", plannedBy: "r1-again" });
    await served.plan({
      workflow: "nightly",
      runId: "r1",
      execution: "r1",
      chunks: 2,
      stages: { fetch: {} },
    });
    await served.plan({
      workflow: "nightly",
      runId: "r1",
      execution: "r1-again",
      stages: { fetch: {}, load: {} },
    });
    for (const [chunk, tenant] of ["acme", "bolt"].entries())
      for (const stage of ["fetch", "load"])
        await served.chunk({ workflow: "nightly", runId: "r1", chunk, stage, tenant });
    await served.execution("nightly", "r1-again", "succeeds", { resume: "r1" });
  });
  after(() => served?.stop());

  it("has the first attempt's plan, the stages of the latest, and the latest execution", async () => {
    const run = await findRun(served.stack, "r1");
    expect(run.plan?.chunks).to.equal(2);
    expect(run.stages).to.deep.equal(["fetch", "load"]);
    expect((await run.execution())?.name).to.equal("r1-again");
  });

  it("has records of chunks, also those of one tenant, stage or chunk", async () => {
    const run = await findRun(served.stack, "r1");
    const of = async (filter?: Parameters<typeof run.chunks>[0]) =>
      (await run.chunks(filter)).map(({ chunk, stage }) => `${chunk} ${stage}`);
    expect(await of()).to.deep.equal(["0 fetch", "0 load", "1 fetch", "1 load"]);
    expect(await of({ tenant: "bolt", stage: "load" })).to.deep.equal(["1 load"]);
    expect(await of({ chunk: 0 })).to.deep.equal(["0 fetch", "0 load"]);
  });

  it("has the log group of a container that died before its program was ready", async () => {
    const outputs = { ...served.stack.outputs, logGroups: { jobs: { nightly: "/jobs/nightly" } } };
    const startedAt = "2026-11-23T03:00:00.000Z";
    await served.run("nightly", "dead", { chunks: 2, stages: ["fetch"] });
    const by = { workflow: "nightly", runId: "dead", stage: "fetch", tenant: "acme" };
    const tries = [{ attempt: "job-1", startedAt, logStream: "fetch/1" }];
    await served.chunk({ ...by, chunk: 0 }, { status: "FAILED", attempts: 0, tries });
    await served.chunk({ ...by, chunk: 1 }, { status: "NOT_STARTED", attempts: 0 });
    const records = await (await findRun({ ...served.stack, outputs }, "dead")).chunks({ stage: "fetch" });
    expect(records.map(({ logGroup }) => logGroup)).to.deep.equal(["/jobs/nightly", undefined]);
  });

  it("that was not planned has the declared stages and no records", async () => {
    await served.execution("nightly", "waits", "stays");
    const run = await findRun(served.stack, "waits");
    expect(run).to.deep.include({ run: undefined, stages: ["new-stage"] });
    expect(await run.chunks()).to.deep.equal([]);
  });
});
