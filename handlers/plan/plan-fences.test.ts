import { expect } from "chai";
import fc from "fast-check";
import type { PlanFile, PlanRequest, PlanResult } from "../../contract/plan.ts";
import { tableKeys, tenantPrefix } from "../../contract/record-keys.ts";
import type { LockRecord, RunRecord, TenantRecord } from "../../contract/records.ts";
import { embeddedPlanner } from "../../testing/handlers/embedded-planner.ts";
import { type EmbeddedStores, startStores } from "../../testing/handlers/embedded-stores.ts";
import { chunky, stateMachine, tenant } from "../../testing/handlers/planned-workflow.ts";
import { type StepwisePlanner, stepwise } from "../../testing/handlers/stepwise-planner.ts";
import { type Claim, claimNewRun } from "../storage/claim.ts";
import { changeRun, endRun, leaveTombstone, writeAsOwner } from "../storage/owned-run.ts";
import type { Key } from "../storage/table.ts";
import { plan } from "./plan-execution.ts";
import type { PlanStores } from "./plan-stores.ts";

/** What becomes of a call of the planner. */
type Outcome = { readonly answer: PlanResult } | { readonly error: Error };

describe("handlers: a call of the planner that is held up", () => {
  let stores: EmbeddedStores;
  let planner: PlanStores;
  before(async () => {
    stores = await startStores();
    planner = embeddedPlanner(stores.as("metadata"));
    await stores.deploy([
      tenant("acme", { chunks: 3 }),
      tenant("bolt"),
      tenant("delta", { paused: "moved" }),
    ]);
  });
  after(() => stores.stop());

  let runs = 0;
  let events = 0;
  let claim: Claim;
  let request: PlanRequest;
  const endedAt = "2026-11-23T13:00:00.000Z";
  const newer: Claim = { workflow: "chunky", runId: "newer", execution: "newer" };

  /** A new run, or one that is to be resumed: it was planned and has failed. */
  async function begin(resumes: boolean): Promise<void> {
    await stores.table.delete(tableKeys.lock("chunky"));
    await stores.table.delete(tableKeys.run("chunky", "newer"));
    const runId = `run-${++runs}`;
    claim = { workflow: "chunky", runId, execution: resumes ? `${runId}-again` : runId };
    const first = { workflow: "chunky", execution: runId, stateMachine, input: {} };
    request = resumes ? { ...first, execution: claim.execution, input: { resume: runId } } : first;
    if (!resumes) return;
    await plan(planner, chunky, first);
    await close({ ...claim, execution: runId }, "FAILED");
  }

  const run = () => stores.table.get<RunRecord>(tableKeys.run("chunky", claim.runId));
  const lock = () => stores.table.get<LockRecord>(tableKeys.lock("chunky"));
  const call = (by: PlanStores): Promise<Outcome> =>
    plan(by, chunky, request).then(
      (answer) => ({ answer }),
      (error: Error) => ({ error }),
    );

  async function tenants(): Promise<(Key & TenantRecord)[]> {
    const found: (Key & TenantRecord)[] = [];
    const records = stores.table.query<TenantRecord>(`run#chunky#${claim.runId}`, tenantPrefix);
    for await (const record of records) found.push(record);
    return found;
  }
  const statuses = async () => Object.fromEntries((await tenants()).map((one) => [one.tenant, one.status]));

  /** Does what the close function does with a claimed run. */
  async function close(of: Claim, status: "SUCCEEDED" | "FAILED"): Promise<void> {
    await changeRun(stores.table, of, "closing", { closingAt: endedAt });
    const open = (await tenants()).filter((one) => one.status === "RUNNING");
    await writeAsOwner(
      stores.table,
      of,
      "closing",
      open.map((record) => ({ ...record, status, endedAt })),
    );
    expect(await endRun(stores.table, of, "closing", { status, endedAt })).to.equal(true);
  }

  /** Does what the close function does when the execution was stopped. */
  async function stop(): Promise<void> {
    const found = await run();
    const isClaimed = found?.execution === claim.execution && found.status === "RUNNING";
    if (isClaimed) await close(claim, "FAILED");
    else expect(await leaveTombstone(stores.table, claim, stores.now(), "it was stopped")).to.equal(true);
  }

  /** The plan that counts, whose manifest must be complete. */
  async function planFile(): Promise<PlanFile> {
    const attempt = claim.execution === claim.runId ? "" : `attempts/${claim.execution}/`;
    const text = await stores.bucket.text(`runs/chunky/${claim.runId}/${attempt}plan.json`);
    const file = JSON.parse(text ?? "null") as PlanFile;
    expect(JSON.parse((await stores.bucket.text(`${file.manifest}chunks.json`)) ?? "")).to.have.length(4);
    return file;
  }

  /** Lets `event` happen ahead of each step of a call, one after the other, and checks what comes of it. */
  async function atEachStep(
    resumes: boolean,
    event: () => Promise<unknown>,
    check: (outcome: Outcome, held: StepwisePlanner) => Promise<unknown>,
  ): Promise<void> {
    // The events take turns at the steps. `npm run test:deep` has each of them at each step.
    const stride = (fc.readConfigureGlobal()?.numRuns ?? 0) > 100 ? 1 : resumes ? 5 : 3;
    for (let place = 1 + (events++ % stride); ; place += stride) {
      await begin(resumes);
      let reached = false;
      const held = stepwise(planner, async (step) => {
        if (step !== place) return;
        reached = true;
        await event();
      });
      const outcome = await call(held);
      if (!reached) return void expect(place, "steps").to.be.above(9);
      await check(outcome, held).catch((cause) => {
        throw new Error(`held up ahead of step ${place}: ${cause.message}`, { cause });
      });
    }
  }

  for (const resumes of [false, true]) {
    describe(resumes ? "as it resumes a run" : "as it plans a new run", () => {
      it("gives the answer of a duplicate that was faster, and changes nothing", async () => {
        let answer: PlanResult;
        await atEachStep(
          resumes,
          async () => {
            answer = await plan(planner, chunky, request);
          },
          async (outcome) => {
            expect(outcome).to.deep.equal({ answer });
            const { manifest, plannedAt } = await planFile();
            expect(answer.manifest).to.equal(manifest);
            const { execution } = claim;
            expect(await run()).to.deep.include({
              status: "RUNNING",
              execution,
              manifest,
              plannedAt,
              chunks: 4,
            });
            expect((await lock())?.execution).to.equal(execution);
            expect(await statuses()).to.deep.equal({ acme: "RUNNING", bolt: "RUNNING", delta: "SKIPPED" });
          },
        );
      }).timeout(60_000);

      it("leaves a run that was planned and closed meanwhile, and the next one's lock", async () => {
        await atEachStep(
          resumes,
          async () => {
            await plan(planner, chunky, request);
            await close(claim, "SUCCEEDED");
            await claimNewRun(stores.table, newer, stores.now());
          },
          async () => {
            expect(await run()).to.deep.include({ status: "SUCCEEDED", endedAt, execution: claim.execution });
            expect((await lock())?.execution).to.equal("newer");
            expect(await statuses()).to.deep.equal({
              acme: "SUCCEEDED",
              bolt: "SUCCEEDED",
              delta: "SKIPPED",
            });
            await endRun(stores.table, newer, "closing", { status: "FAILED", endedAt });
          },
        );
      }).timeout(60_000);

      it("leaves nothing under way when its execution is stopped", async () => {
        await atEachStep(resumes, stop, async (outcome) => {
          if ("answer" in outcome)
            expect((await run())?.closingAt, "closed after it was planned").to.equal(endedAt);
          expect((await run())?.status).to.equal("FAILED");
          expect(await lock()).to.equal(undefined);
          expect(Object.values(await statuses())).to.not.include("RUNNING");
          const before = await run();
          expect(await call(planner)).to.have.property("answer" in outcome ? "answer" : "error");
          expect(await run()).to.deep.equal(before);
          expect(await lock()).to.equal(undefined);
        });
      }).timeout(60_000);

      it("plans all the same when a duplicate fails", async () => {
        const failing = () =>
          stepwise(planner, async (step) => {
            if (step === 8) throw new Error("S3 is down");
          });
        await atEachStep(
          resumes,
          () => call(failing()),
          async (outcome) => {
            expect(outcome).to.have.property("answer");
            const { manifest } = await planFile();
            expect(await run()).to.deep.include({ status: "RUNNING", manifest });
            expect(await run()).to.not.have.property("reason", "S3 is down");
            expect((await lock())?.execution).to.equal(claim.execution);
          },
        );
      }).timeout(60_000);

      it("that fails leaves nothing running and the lock free, and may be made again", async () => {
        await atEachStep(
          resumes,
          () => Promise.reject(new Error("AWS is down")),
          async (outcome, held) => {
            expect(outcome).to.have.property("error").with.property("message", "AWS is down");
            expect(held.underWay()).to.equal(0);
            expect(await lock()).to.equal(undefined);
            const found = await run();
            if (found?.execution === claim.execution) {
              expect(found).to.deep.include({ status: "FAILED", reason: "AWS is down" });
            }
            expect(Object.values(await statuses())).to.not.include("RUNNING");
            expect(await call(planner)).to.have.property("answer");
            expect((await run())?.status).to.equal("RUNNING");
            expect(await statuses()).to.deep.equal({ acme: "RUNNING", bolt: "RUNNING", delta: "SKIPPED" });
          },
        );
      }).timeout(60_000);
    });
  }
});
