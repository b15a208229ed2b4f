import { expect } from "chai";
import { runEntryPrefix, tableKeys } from "../../contract/record-keys.ts";
import {
  type LockRecord,
  neverExpires,
  type RunEntry,
  type RunRecord,
  runRetentionSeconds,
} from "../../contract/records.ts";
import { type EmbeddedStores, startStores } from "../../testing/handlers/embedded-stores.ts";
import {
  type Claim,
  ClaimLostError,
  claimLock,
  claimNewRun,
  ExecutionEndedError,
  reclaimRun,
} from "./claim.ts";
import { WorkflowBusyError } from "./lock.ts";
import { changeRun, endRun, leaveTombstone, releaseUnclaimed, writeAsOwner } from "./owned-run.ts";
import type { Table } from "./table.ts";

const workflow = "chunky";
const now = Date.parse("2026-11-23T12:00:00.000Z");
const at = new Date(now).toISOString();

describe("handlers: claims on runs", () => {
  let stores: EmbeddedStores;
  let table: Table;
  before(async () => {
    stores = await startStores();
    table = stores.as("metadata").table;
  });
  after(() => stores.stop());

  let runs = 0;
  let claim: Claim;
  let again: Claim;
  beforeEach(async () => {
    const runId = `run-${++runs}`;
    claim = { workflow, runId, execution: runId };
    again = { ...claim, execution: `${runId}-again` };
    await stores.table.delete(tableKeys.lock(workflow));
  });

  const run = (of = claim) => table.get<RunRecord>(tableKeys.run(workflow, of.runId));
  const entries = async () => {
    const found: string[] = [];
    for await (const { runId, sk } of table.query<RunEntry>(`workflow#${workflow}`, runEntryPrefix))
      if (runId === claim.runId) found.push(sk);
    return found;
  };
  const lock = () => table.get<LockRecord>(tableKeys.lock(workflow));
  const refused = (promise: Promise<unknown>) =>
    promise.then(
      () => expect.fail("it was not refused"),
      (error: unknown) => error,
    );
  const ended = { status: "FAILED" as const, endedAt: at, reason: "a test ended it" };
  const planned = { plannedAt: at, manifest: "m/", chunks: 2 };

  describe("of new runs", () => {
    it("take lock and run together, and again for the same execution", async () => {
      await claimNewRun(table, claim, now);
      await claimNewRun(table, claim, now + 60_000);
      expect(await lock()).to.deep.include({ runId: claim.runId, execution: claim.execution });
      expect(await lock()).to.deep.include({ expiresAt: neverExpires });
      expect(await run()).to.deep.include({ status: "RUNNING", execution: claim.execution, startedAt: at });
    });

    it("enter the run into the list of its workflow once, by its start", async () => {
      await claimNewRun(table, claim, now);
      await claimNewRun(table, claim, now + 60_000);
      expect(await entries()).to.deep.equal([`run#${at}#${claim.runId}`]);
      expect(await table.get(tableKeys.runEntry(workflow, at, claim.runId))).to.deep.include({
        ...{ runId: claim.runId, workflow, startedAt: at, execution: claim.execution },
        expiresAt: now / 1000 + 60 + runRetentionSeconds,
      });
    });

    it("take nothing while another execution has the lock", async () => {
      await claimNewRun(table, claim, now);
      const other = { ...claim, runId: "other", execution: "other" };
      const error = await refused(claimNewRun(table, other, now));
      expect(error).to.be.instanceOf(WorkflowBusyError);
      expect((error as WorkflowBusyError).holder).to.deep.include({ execution: claim.execution });
      expect(await run(other)).to.equal(undefined);
    });

    it("are possible after a plan that failed", async () => {
      await claimNewRun(table, claim, now);
      expect(await endRun(table, claim, "planning", ended)).to.equal(true);
      expect(await lock()).to.equal(undefined);
      await claimNewRun(table, claim, now);
      expect(await run())
        .to.deep.include({ status: "RUNNING" })
        .and.not.to.have.any.keys("endedAt", "reason");
    });

    it("are refused once the run is planned, closing, or ended", async () => {
      await claimNewRun(table, claim, now);
      expect(await changeRun(table, claim, "closing", { closingAt: at })).to.equal(true);
      expect(await refused(claimNewRun(table, claim, now))).to.be.instanceOf(ClaimLostError);
      expect(await endRun(table, claim, "closing", ended)).to.equal(true);
      expect(await refused(claimNewRun(table, claim, now))).to.be.instanceOf(ClaimLostError);
      expect(await run()).to.deep.include(ended);
      expect(await lock()).to.equal(undefined);
    });
  });

  describe("of executions that have ended", () => {
    it("are refused after a tombstone, which ends a new run", async () => {
      expect(await leaveTombstone(table, claim, now, "it was stopped")).to.equal(true);
      expect(await refused(claimNewRun(table, claim, now))).to.be.instanceOf(ExecutionEndedError);
      expect(await run()).to.deep.include({ status: "FAILED", reason: "it was stopped", chunks: 0 });
      expect(await entries()).to.deep.equal([`run#${at}#${claim.runId}`]);
      expect(await lock()).to.equal(undefined);
    });

    it("get no tombstone once the run is theirs", async () => {
      await claimNewRun(table, claim, now);
      expect(await leaveTombstone(table, claim, now, "it was stopped")).to.equal(false);
      expect(await run()).to.deep.include({ status: "RUNNING" });
      expect((await lock())?.execution).to.equal(claim.execution);
    });

    it("are refused after a tombstone, also if a plan had failed before", async () => {
      await claimNewRun(table, claim, now);
      await endRun(table, claim, "planning", ended);
      expect(await leaveTombstone(table, claim, now, "it was stopped")).to.equal(true);
      expect(await refused(claimNewRun(table, claim, now))).to.be.instanceOf(ExecutionEndedError);
      expect(await run()).to.deep.include(ended);
    });

    it("lose the lock of a resume by a tombstone, and leave the run as it was", async () => {
      await claimNewRun(table, claim, now);
      await endRun(table, claim, "closing", ended);
      await claimLock(table, again, now);
      expect(await leaveTombstone(table, again, now, "it was stopped")).to.equal(true);
      expect(await lock()).to.equal(undefined);
      expect(await run()).to.deep.include({ ...ended, execution: claim.execution });
      expect(await refused(reclaimRun(table, again))).to.be.instanceOf(ExecutionEndedError);
    });
  });

  describe("of runs to resume", () => {
    beforeEach(async () => {
      await claimNewRun(table, claim, now);
      await changeRun(table, claim, "planning", planned);
    });

    it("are refused while another execution works on the run", async () => {
      await stores.table.delete(tableKeys.lock(workflow));
      await claimLock(table, again, now);
      expect(await refused(reclaimRun(table, again))).to.be.instanceOf(ClaimLostError);
      expect(await run()).to.deep.include({ execution: claim.execution, plannedAt: at });
    });

    it("are refused without the lock", async () => {
      await endRun(table, claim, "closing", ended);
      await claimNewRun(table, { ...claim, runId: "newer", execution: "newer" }, now);
      expect(await refused(reclaimRun(table, again))).to.be.instanceOf(WorkflowBusyError);
    });

    it("take a run that has ended, once: a late duplicate of a closed resume changes nothing", async () => {
      await endRun(table, claim, "closing", ended);
      await claimLock(table, again, now);
      await reclaimRun(table, again);
      await reclaimRun(table, again);
      const { execution } = again;
      expect(await run()).to.deep.include({ execution, status: "RUNNING", chunks: 2 });
      expect(await run()).to.not.have.any.keys("plannedAt", "manifest", "endedAt", "reason");
      await changeRun(table, again, "planning", planned);
      await endRun(table, again, "closing", ended);
      await claimLock(table, again, now);
      expect(await refused(reclaimRun(table, again))).to.be.instanceOf(ClaimLostError);
      expect(await run()).to.deep.include(ended);
    });
  });

  describe("give rights to write", () => {
    const items = (status: string) =>
      Array.from({ length: 150 }, (_, i) => ({
        ...tableKeys.runTenant(workflow, claim.runId, `t-${i}`),
        status,
      }));

    it("to the owner, in any number", async () => {
      await claimNewRun(table, claim, now);
      expect(await writeAsOwner(table, claim, "planning", items("RUNNING"))).to.equal(true);
      const found: unknown[] = [];
      for await (const item of table.query(`run#${workflow}#${claim.runId}`, "tenant#")) found.push(item);
      expect(found).to.have.length(150);
    });

    it("to nobody else, and to the planner only until the plan is complete", async () => {
      await claimNewRun(table, claim, now);
      await changeRun(table, claim, "planning", planned);
      expect(await writeAsOwner(table, claim, "planning", items("LATE"))).to.equal(false);
      expect(await changeRun(table, claim, "planning", { reason: "late" })).to.equal(false);
      expect(await endRun(table, claim, "planning", ended)).to.equal(false);
      expect(await writeAsOwner(table, again, "closing", items("LATE"))).to.equal(false);
      expect(await endRun(table, again, "closing", ended)).to.equal(false);
      expect(await table.get(tableKeys.runTenant(workflow, claim.runId, "t-0"))).to.equal(undefined);
      expect(await run())
        .to.deep.include({ status: "RUNNING" })
        .and.not.to.have.property("reason");
      expect((await lock())?.execution).to.equal(claim.execution);
    });

    it("to end the run, and leave another's lock alone", async () => {
      await claimNewRun(table, claim, now);
      const other: LockRecord = { runId: "other", execution: "other", acquiredAt: at };
      await table.put({ ...tableKeys.lock(workflow), ...other });
      expect(await endRun(table, claim, "closing", ended)).to.equal(true);
      expect(await run()).to.deep.include(ended);
      expect(await lock()).to.deep.include(other);
    });

    it("that do not let a planner release the lock of its own planned run", async () => {
      await claimNewRun(table, claim, now);
      await changeRun(table, claim, "planning", planned);
      expect(await releaseUnclaimed(table, claim)).to.equal(false);
      expect((await lock())?.execution).to.equal(claim.execution);
    });
  });
});
