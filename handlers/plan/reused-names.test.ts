import { expect } from "chai";
import { tableKeys } from "../../contract/record-keys.ts";
import type { RunRecord } from "../../contract/records.ts";
import { embeddedPlanner } from "../../testing/handlers/embedded-planner.ts";
import { type EmbeddedStores, startStores } from "../../testing/handlers/embedded-stores.ts";
import { chunky, stateMachine, tenant } from "../../testing/handlers/planned-workflow.ts";
import { endRun } from "../storage/owned-run.ts";
import { plan } from "./plan-execution.ts";

// Step Functions allows a name again after 90 days, and at once in a machine that was replaced.
describe("handlers: planning an execution whose name was used before", () => {
  let stores: EmbeddedStores;
  before(async () => {
    stores = await startStores();
  });
  after(() => stores.stop());

  let runs = 0;
  let execution: string;
  /** The earlier execution has run and ended. */
  beforeEach(async () => {
    execution = `run-${++runs}`;
    stores.time = "2026-11-23T12:00:00.000Z";
    await stores.deploy([tenant("acme")]);
    await planned();
    const end = { status: "SUCCEEDED" as const, endedAt: stores.time };
    await endRun(stores.table, { workflow: "chunky", runId: execution, execution }, "closing", end);
    stores.time = "2027-02-22T12:00:00.000Z";
  });

  const planned = () =>
    plan(embeddedPlanner(stores.as("metadata")), chunky, {
      ...{ workflow: "chunky", execution, stateMachine, input: {}, startedAt: stores.time },
    });
  const run = () => stores.table.get<RunRecord>(tableKeys.run("chunky", execution));
  async function refused() {
    const problem = await planned().catch((cause: unknown) => cause);
    expect(problem).to.include({ code: "BL-H018" });
    expect(await stores.table.get(tableKeys.lock("chunky"))).to.equal(undefined);
  }

  it("refuses it, and leaves the earlier run as it was", async () => {
    const before = await run();
    await refused();
    expect(await run()).to.deep.equal(before);
  });

  it("refuses it also when only the earlier plan is left", async () => {
    await stores.table.delete(tableKeys.run("chunky", execution));
    await refused();
    expect(await run()).to.deep.include({ status: "FAILED", chunks: 0 });
  });
});
