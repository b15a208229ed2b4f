import { expect } from "chai";
import { tableKeys } from "../../contract/record-keys.ts";
import type { LockRecord } from "../../contract/records.ts";
import { stateMachine, tenant } from "../../testing/handlers/planned-workflow.ts";
import { RunToClose } from "../../testing/handlers/run-to-close.ts";
import { claimNewRun } from "../storage/claim.ts";
import { endDeadRun } from "./end-dead-run.ts";

describe("handlers: ending what an execution left behind", () => {
  let run: RunToClose;
  before(async () => {
    run = await RunToClose.start();
  });
  after(() => run.stores.stop());
  beforeEach(() => run.next());

  const lock = () => run.stores.table.get<LockRecord>(tableKeys.lock("chunky"));
  const claim = (execution = run.id) => ({ workflow: "chunky", runId: run.id, execution });
  const suspect = (execution = run.id) => ({ ...claim(execution), stateMachine });
  const end = (execution = run.id) => endDeadRun(run.options, suspect(execution));
  const aborted = (redriveCount = 0) => ({ status: "ABORTED", redriveCount });
  const now = () => Date.parse(run.stores.time);

  it("terminates its jobs and planner, closes the run and frees the workflow", async () => {
    await run.planned([tenant("acme"), tenant("bolt")]);
    await run.finished(1, "bolt");
    const jobs = ["0-fetch", "0-download", "0-rescale", "plan"].map((name) => run.submitted(name));
    const others = [run.submitted("0-other"), run.submitted("0-fetch", {}, "another")];
    run.stores.states.executions.set(run.id, { status: "ABORTED" });
    const { result } = await end();
    expect(result).to.deep.include({ tenants: { succeeded: 1, failed: 1, skipped: 0 } });
    const statusOf = (id: string) => run.stores.batch.jobs.get(id)?.status;
    expect(jobs.map(statusOf)).to.deep.equal(Array(4).fill("FAILED"));
    expect(others.map(statusOf)).to.deep.equal(["FAILED", "RUNNING"]);
    expect(await run.runRecord()).to.include({ status: "FAILED" });
    expect(await lock()).to.equal(undefined);
  });

  it("terminates 50 jobs a call, and those again that Batch could not terminate", async () => {
    await run.planned([tenant("acme")]);
    const jobs = Array.from({ length: 51 }, (_, place) => run.submitted(`0-${place}-hash`));
    run.stores.batch.notTerminated.set(jobs[1] ?? "", ["ServerException", "ThrottlingException"]);
    run.stores.states.executions.set(run.id, { status: "ABORTED" });
    await end();
    expect(run.stores.batch.terminated).to.deep.equal([50, 1, 1, 1]);
    expect([...run.stores.batch.jobs.values()].map(({ status }) => status)).not.to.include("RUNNING");
  });

  it("fails if Batch refuses to terminate a job, with Batch's words", async () => {
    await run.planned([tenant("acme")]);
    const [first, second] = [run.submitted("0-fetch"), run.submitted("0-download")];
    run.stores.batch.notTerminated.set(first, ["AccessDenied"]);
    run.stores.states.executions.set(run.id, { status: "ABORTED" });
    const problem = await end().catch((cause: unknown) => cause);
    expect(problem).to.include({ code: "BL-H019" });
    expect((problem as Error).message).to.include(`${first}: AccessDenied`);
    expect(run.stores.batch.jobs.get(second)).to.include({ status: "FAILED" });
  });

  it("has the execution's cause as the run's reason if no job was submitted", async () => {
    await run.planned([tenant("acme", { chunks: 2 })]);
    const failure = { error: "TooManyChunks", cause: "the plan has 2001 chunks" };
    run.stores.states.executions.set(run.id, { status: "FAILED", ...failure });
    await end();
    expect((await run.runRecord())?.reason).to.equal(
      "acme failed in fetch: its job was not submitted: TooManyChunks: the plan has 2001 chunks",
    );
  });

  it("leaves a living execution alone, however old its claim is", async () => {
    await run.planned([tenant("acme")]);
    const job = run.submitted("0-fetch");
    run.stores.time = "2026-11-30T12:00:00.000Z";
    for (const status of ["RUNNING", "PENDING_REDRIVE"] as const) {
      run.stores.states.executions.set(run.id, { status });
      expect(await end()).to.deep.equal({ alive: true });
    }
    expect(run.stores.batch.jobs.get(job)).to.include({ status: "RUNNING" });
    expect(await lock()).to.include({ execution: run.id });
  });

  it("leaves an execution alone that was redriven since the event", async () => {
    await run.planned([tenant("acme")]);
    run.stores.states.executions.set(run.id, { status: "RUNNING", redriveCount: 1 });
    expect(await endDeadRun(run.options, { ...suspect(), event: aborted() })).to.deep.equal({ alive: true });
    expect(await run.runRecord()).to.include({ status: "RUNNING" });
  });

  it("believes an event rather than an older answer of Step Functions", async () => {
    await run.planned([tenant("acme")]);
    run.stores.states.executions.set(run.id, { status: "RUNNING", redriveCount: 1 });
    await endDeadRun(run.options, { ...suspect(), event: aborted(1) });
    expect(await run.runRecord()).to.include({ status: "FAILED" });
  });

  it("waits five minutes before an execution that Step Functions does not know is dead", async () => {
    await run.planned([tenant("acme")]);
    run.stores.time = "2026-11-23T12:04:59.000Z";
    expect(await end()).to.deep.equal({ alive: true });
    run.stores.time = "2026-11-23T12:05:00.000Z";
    expect(await end()).to.include({ alive: false });
    expect(await lock()).to.equal(undefined);
  });

  it("changes nothing if Step Functions does not answer", async () => {
    await run.planned([tenant("acme")]);
    run.stores.states.executions.set(run.id, { status: "ABORTED" });
    run.stores.states.isSilent = true;
    expect(await end().catch((cause: unknown) => cause)).to.include({ name: "AccessDeniedException" });
    expect(await lock()).to.include({ execution: run.id });
  });

  describe("of a run that is not planned", () => {
    beforeEach(() => void run.stores.states.executions.set(run.id, { status: "ABORTED" }));

    it("keeps it from being planned later", async () => {
      expect(await end()).to.deep.equal({ alive: false });
      expect(await run.runRecord()).to.deep.include({
        status: "FAILED",
        reason: `the execution ${run.id} was stopped before its plan was complete`,
      });
      const late = await claimNewRun(run.stores.table, claim(), now()).catch((cause: unknown) => cause);
      expect(late).to.include({ code: "BL-H011" });
    });

    it("changes nothing the second time", async () => {
      const left = async () => [
        await run.runRecord(),
        await run.stores.table.get(tableKeys.stopped("chunky", run.id, run.id)),
      ];
      await end();
      const before = await left();
      run.stores.time = "2026-11-23T13:00:00.000Z";
      await end();
      expect(await left()).to.deep.equal(before);
    });

    it("ends a claim that its planner made meanwhile", async () => {
      run.stores.beforeTable = async (operation) => {
        if (operation !== "TransactWriteItems") return undefined;
        run.stores.beforeTable = async () => undefined;
        await claimNewRun(run.stores.table, claim(), now());
        return undefined;
      };
      await end();
      expect(await run.runRecord()).to.include({ status: "FAILED" });
      expect(await lock()).to.equal(undefined);
      const late = await claimNewRun(run.stores.table, claim(), now()).catch((cause: unknown) => cause);
      expect(late).to.be.instanceOf(Error);
    });

    it("leaves the run alone that it was to resume", async () => {
      run.stores.states.executions.clear();
      await run.planned([tenant("acme")]);
      await run.close({ size: 1 });
      const before = await run.runRecord();
      run.stores.states.executions.set("again", { status: "TIMED_OUT" });
      const held = { execution: "again", runId: run.id, acquiredAt: run.stores.time };
      await run.stores.table.put({ ...tableKeys.lock("chunky"), ...held });
      expect(await end("again")).to.deep.equal({ alive: false });
      expect(await run.runRecord()).to.deep.equal(before);
      expect(await lock()).to.equal(undefined);
    });
  });

  it("changes nothing the second time, also after another execution resumed the run", async () => {
    const tenants = [tenant("acme")];
    await run.planned(tenants);
    run.stores.states.executions.set(run.id, { status: "ABORTED" });
    await end();
    const ended = await run.runRecord();
    await end();
    expect(await run.runRecord()).to.deep.equal(ended);
    await run.planned(tenants, run.id);
    const resumed = [await run.runRecord(), await run.tenantRecord("acme"), await lock()];
    const job = run.submitted("0-fetch", {}, `${run.id}-again`);
    await endDeadRun(run.options, { ...suspect(), event: aborted() });
    expect([await run.runRecord(), await run.tenantRecord("acme"), await lock()]).to.deep.equal(resumed);
    expect(run.stores.batch.jobs.get(job)).to.include({ status: "RUNNING" });
  });

  it("leaves what was closed to a redriven execution: its summary has the same answer", async () => {
    await run.planned([tenant("acme")]);
    run.stores.states.executions.set(run.id, { status: "ABORTED" });
    await end();
    const ended = await run.runRecord();
    expect(await run.close({ size: 1 })).to.deep.include({ succeeded: false, reason: ended?.reason });
    expect(await run.runRecord()).to.deep.equal(ended);
  });
});
