import { expect } from "chai";
import { env } from "../../contract/env.ts";
import { tableKeys } from "../../contract/record-keys.ts";
import type { LockRecord } from "../../contract/records.ts";
import { stateMachine, tenant } from "../../testing/handlers/planned-workflow.ts";
import { RunToClose } from "../../testing/handlers/run-to-close.ts";
import { sweep } from "./sweep.ts";
import type { SweepAction } from "./sweep-action.ts";

const machines = new Map([["chunky", stateMachine]]);

describe("the sweep", () => {
  let run: RunToClose;
  let actions: SweepAction[];
  before(async () => {
    run = await RunToClose.start();
  });
  after(() => run.stores.stop());
  beforeEach(async () => {
    await run.next();
    actions = [];
    await run.planned([tenant("acme")]);
  });

  const swept = () => sweep(run.options, machines, (action) => actions.push(action));
  const lock = () => run.stores.table.get<LockRecord>(tableKeys.lock("chunky"));
  const statusOf = (job: string) => run.stores.batch.jobs.get(job)?.status;
  const lives = (status: "RUNNING" | "ABORTED") => run.stores.states.executions.set(run.id, { status });
  /** A job with these variables, under a name that closing does not look for. */
  function job(variables: Readonly<Record<string, string | undefined>>, status = "RUNNING" as const): string {
    const environment = Object.entries(variables).map(([name, value]) => ({ name, value }));
    return run.submitted("x", { status, container: { environment } }, `no-execution-${Math.random()}`);
  }
  const stageOf = async (runId = run.id) => ({
    ...{ [env.workflow]: "chunky", [env.runId]: runId, [env.execution]: run.id },
    [env.manifest]: (await run.runRecord())?.manifest,
  });

  it("ends a run whose execution is dead, and says so", async () => {
    lives("ABORTED");
    await swept();
    expect(await lock()).to.equal(undefined);
    const reason = "acme failed in fetch: its job was not submitted";
    expect(actions).to.deep.equal([
      { swept: "run", workflow: "chunky", runId: run.id, execution: run.id, reason },
    ]);
  });

  it("leaves living runs and their jobs alone, and jobs of others", async () => {
    lives("RUNNING");
    const stage = await stageOf();
    const jobs = [
      job(stage),
      job({ [env.planning]: `runs/chunky/${run.id}/planning/` }),
      job({ [env.planning]: "runs/chunky/not-known-yet/planning/" }),
      job({ ...stage, [env.workflow]: "of-another-stack" }),
      // Of the version before.
      job({ ...(await stageOf("earlier")), [env.execution]: undefined }),
      job({ ANYTHING: "else" }),
    ];
    await swept();
    expect(jobs.map(statusOf)).to.deep.equal(Array(jobs.length).fill("RUNNING"));
    expect(await lock()).to.include({ execution: run.id });
    expect(actions).to.deep.equal([]);
  });

  it("terminates the jobs of runs that do not go on, arrays that wait too, and planners of dead executions", async () => {
    lives("RUNNING");
    const stage = await stageOf();
    run.stores.states.executions.set("stopped", { status: "TIMED_OUT" });
    const jobs = {
      old: job({ ...stage, [env.execution]: "earlier" }),
      unknown: job(await stageOf("no-run")),
      planner: job({ [env.planning]: "runs/chunky/stopped/planning/" }),
    };
    await swept();
    expect(Object.values(jobs).map(statusOf)).to.deep.equal(Array(3).fill("FAILED"));
    expect(actions.map(({ reason }) => reason)).to.have.members([
      `the run ${run.id} is continued by the execution ${run.id}`,
      "the run no-run has ended",
      "the execution stopped has ended",
    ]);
  });

  it("sweeps jobs although a lock could not be swept, and fails then", async () => {
    const orphan = job(await stageOf("no-run"));
    lives("ABORTED");
    run.stores.beforeTable = async (operation) =>
      operation === "TransactWriteItems" ? "ValidationException" : undefined;
    const problem = await swept().catch((cause: unknown) => cause);
    expect(problem).to.be.instanceOf(AggregateError);
    expect(statusOf(orphan)).to.equal("FAILED");
  });
});
