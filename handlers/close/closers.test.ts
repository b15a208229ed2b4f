import { expect } from "chai";
import { tableKeys } from "../../contract/record-keys.ts";
import type { LockRecord } from "../../contract/records.ts";
import { unsealed } from "../../contract/seals.ts";
import { tenant } from "../../testing/handlers/planned-workflow.ts";
import { RunToClose } from "../../testing/handlers/run-to-close.ts";
import { endDeadRun } from "./end-dead-run.ts";

describe("handlers: closers of one run", () => {
  let run: RunToClose;
  before(async () => {
    run = await RunToClose.start();
  });
  after(() => run.stores.stop());
  beforeEach(() => run.next());

  const lock = () => run.stores.table.get<LockRecord>(tableKeys.lock("chunky"));
  /** Runs `action` once, before the first request to the table that `matches`. */
  function once(matches: (operation: string, parameters: string) => boolean, action: () => Promise<unknown>) {
    run.stores.beforeTable = async (operation, parameters) => {
      if (!matches(operation, parameters)) return undefined;
      run.stores.beforeTable = async () => undefined;
      await action();
      return undefined;
    };
  }
  const isSeal = (operation: string, parameters: string) =>
    operation === "UpdateItem" && parameters.includes("closedBy");
  const isTransaction = (operation: string) => operation === "TransactWriteItems";
  /** What closing left in the table. */
  async function left(...tenants: readonly string[]) {
    return {
      run: await run.runRecord(),
      tenants: await Promise.all(tenants.map((id) => run.tenantRecord(id))),
      stages: await Promise.all(["fetch", "download", "rescale"].map((stage) => run.chunkRecord(0, stage))),
      lock: await lock(),
    };
  }
  const withoutIds = (facts: object) =>
    JSON.stringify(facts, (_, value: unknown) => (value instanceof Set ? [...value] : value))
      .replaceAll(/run-\d+/g, "run")
      .replaceAll(/m\d+\//g, "m/");

  it("end jobs that no outcome names before they let the workflow go", async () => {
    await run.planned([tenant("acme")]);
    await run.finished(0, "acme");
    // A submission whose answer was lost.
    const orphan = run.submitted("0-fetch");
    const other = run.submitted("0-fetch", {}, "another-execution");
    const isEnd = (operation: string, parameters: string) =>
      isTransaction(operation) && parameters.includes("workflow#chunky");
    let statusAtEnd: string | undefined;
    once(isEnd, async () => {
      statusAtEnd = run.stores.batch.jobs.get(orphan)?.status;
    });
    await run.close({ size: 1 });
    expect(statusAtEnd).to.equal("FAILED");
    expect(run.stores.batch.jobs.get(other)?.status).to.equal("RUNNING");
  });

  it("keep their run's containers from changing what they have read", async () => {
    await run.planned([tenant("acme")]);
    await run.worked(0, "acme", "fetch", { status: "RUNNING", endedAt: undefined, execution: run.id });
    await run.close({ size: 1 });
    for (const stage of ["fetch", "download", "rescale"]) {
      const key = tableKeys.chunk("chunky", run.id, 0, stage);
      const succeed = { set: { status: "SUCCEEDED" } };
      expect(await run.stores.table.update(key, succeed, unsealed(run.id)), stage).to.equal(false);
    }
  });

  it("count a stage that succeeds before its record is sealed", async () => {
    await run.planned([tenant("acme")]);
    once(isSeal, () => run.finished(0, "acme"));
    expect(await run.close({ size: 1 })).to.deep.include({ succeeded: true, reason: "1 tenant succeeded" });
    expect(await run.tenantRecord("acme")).to.deep.include({ status: "SUCCEEDED" });
  });

  it("keep the reason that a container records while Batch is asked", async () => {
    await run.planned([tenant("acme")]);
    once(isTransaction, async () => {
      const failed = { status: "FAILED" as const, error: "the feed answered 404", execution: run.id };
      const { closedBy } = (await run.chunkRecord(0, "fetch")) ?? {};
      await run.worked(0, "acme", "fetch", { ...failed, closedBy });
    });
    const { reason } = await run.close({ size: 1 });
    expect(reason).to.equal("acme failed in fetch: the feed answered 404");
  });

  it("have one result when they work at once, by outcomes and by names of jobs", async () => {
    await run.planned([tenant("acme"), tenant("bolt")]);
    await run.finished(1, "bolt");
    const fetch = run.submitted("0-fetch", {
      status: "FAILED",
      statusReason: "killed",
      stoppedAt: 1_795_435_200_000,
    });
    const { jobName: _, ...child } = run.stores.batch.jobs.get(fetch) ?? {};
    run.stores.batch.jobs.set(`${fetch}:0`, child);
    run.stores.states.executions.set(run.id, { status: "ABORTED" });
    const claim = { workflow: "chunky", runId: run.id, execution: run.id };
    const stateMachine = "arn:aws:states:eu-central-1:000000000000:stateMachine:chunky";
    const [summary, { result }] = await Promise.all([
      run.close({ size: 2, jobs: { fetch } }),
      endDeadRun(run.options, { ...claim, stateMachine }),
    ]);
    expect(summary).to.deep.equal({
      ...{ runId: run.id, succeeded: false, tenants: { succeeded: 1, failed: 1, skipped: 0 } },
      reason: "acme failed in fetch: killed (1 succeeded)",
    });
    expect(result).to.deep.equal(summary);
    expect(await lock()).to.equal(undefined);
  });

  it("leave the same records if one of them dies at any write and another repeats its work", async () => {
    const closed = async (fatal: number) => {
      await run.next();
      await run.planned([tenant("acme")]);
      await run.worked(0, "acme", "fetch");
      let writes = 0;
      run.stores.beforeTable = async (operation) =>
        /Update|Write|Put/.test(operation) && ++writes === fatal ? "ValidationException" : undefined;
      const died = await run.close({ size: 1 }).then(
        () => false,
        () => true,
      );
      run.stores.beforeTable = async () => undefined;
      if (died) await run.close({ size: 1 });
      return { died, facts: withoutIds(await left("acme")) };
    };
    const calm = await closed(0);
    for (let fatal = 1; ; fatal += 1) {
      const { died, facts } = await closed(fatal);
      expect(facts, `write ${fatal} failed`).to.equal(calm.facts);
      if (!died) break;
      expect(fatal).to.be.below(20);
    }
  });

  it("go on when DynamoDB throttles the table", async () => {
    await run.planned([tenant("acme")]);
    const refusals = ["ProvisionedThroughputExceededException", "ThrottlingException"];
    run.stores.beforeTable = async (operation) =>
      /Update|Write/.test(operation) ? refusals.pop() : undefined;
    expect(await run.close({ size: 1 })).to.deep.include({ succeeded: false });
    expect(refusals).to.deep.equal([]);
  });

  it("leave a run alone that another execution continues", async () => {
    const tenants = [tenant("acme")];
    await run.planned(tenants);
    await run.close({ size: 1 });
    await run.planned(tenants, run.id);
    const before = await left("acme");
    const problem = await run.close({ size: 1 }).catch((cause: unknown) => cause);
    expect(problem).to.include({ code: "BL-H016" });
    expect(String(problem)).to.contain(`it is continued by ${run.id}-again`);
    expect(await left("acme")).to.deep.equal(before);
  });

  it("mark nothing failed that a later execution works on", async () => {
    const tenants = [tenant("acme")];
    await run.planned(tenants);
    once(isTransaction, async () => {
      await run.close({ size: 1 });
      await run.planned(tenants, run.id);
      const { closedBy } = (await run.chunkRecord(0, "fetch")) ?? {};
      const execution = `${run.id}-again`;
      await run.worked(0, "acme", "fetch", { status: "RUNNING", endedAt: undefined, execution, closedBy });
    });
    expect(await run.close({ size: 1 }).catch((cause: unknown) => cause)).to.include({ code: "BL-H016" });
    expect(await run.chunkRecord(0, "fetch")).to.include({ status: "RUNNING" });
    expect(await run.tenantRecord("acme")).to.include({ status: "RUNNING" });
  });
});
