import { expect } from "chai";
import fc from "fast-check";
import type { PlanFile, PlanResult } from "../../contract/plan.ts";
import { tableKeys } from "../../contract/record-keys.ts";
import type { LockRecord, RunRecord } from "../../contract/records.ts";
import { embeddedPlanner } from "../../testing/handlers/embedded-planner.ts";
import { type EmbeddedStores, startStores } from "../../testing/handlers/embedded-stores.ts";
import { chunky, stateMachine, tenant } from "../../testing/handlers/planned-workflow.ts";
import { stepwise } from "../../testing/handlers/stepwise-planner.ts";
import { WorkflowBusyError } from "../storage/lock.ts";
import { plan } from "./plan-execution.ts";
import type { PlanStores } from "./plan-stores.ts";

describe("handlers: planners that work at once", () => {
  let stores: EmbeddedStores;
  let planner: PlanStores;
  before(async () => {
    stores = await startStores();
    planner = embeddedPlanner(stores.as("metadata"));
    await stores.deploy([tenant("acme", { chunks: 3 }), tenant("bolt")]);
  });
  after(() => stores.stop());

  let runs = 0;
  const runOf = (id: string) => stores.table.get<RunRecord>(tableKeys.run("chunky", id));

  it("make one plan for an execution, and none for another, in whatever order their steps come", async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        await stores.table.delete(tableKeys.lock("chunky"));
        const names = [`run-${++runs}`, `run-${++runs}`];
        const call = (execution: string) => {
          const by = stepwise(planner, () => scheduler.schedule(Promise.resolve(), execution));
          return plan(by, chunky, { workflow: "chunky", execution, stateMachine, input: {} }).catch(
            (error: unknown) => error,
          );
        };
        const [first = "", second = ""] = names;
        const calls = Promise.all([call(first), call(first), call(second), call(second)]);
        const answers = await scheduler.waitFor(calls);
        const lock = await stores.table.get<LockRecord>(tableKeys.lock("chunky"));
        const winner = names.indexOf(lock?.execution ?? "");
        const won = answers.slice(2 * winner, 2 * winner + 2) as PlanResult[];
        const lost = answers.filter((answer) => !won.some((one) => one === answer));
        expect(won[0]).to.have.property("chunks", 4);
        expect(won[1]).to.deep.equal(won[0]);
        for (const answer of lost) expect(answer).to.be.instanceOf(WorkflowBusyError);
        const id = names[winner] ?? "";
        const file = JSON.parse(await stores.bucket.requiredText(`runs/chunky/${id}/plan.json`)) as PlanFile;
        const { manifest, plannedAt } = file;
        expect(await runOf(id)).to.deep.include({ status: "RUNNING", manifest, plannedAt, chunks: 4 });
        expect(await runOf(names[1 - winner] ?? "")).to.include({ status: "FAILED", chunks: 0 });
      }),
      { numRuns: Math.ceil((fc.readConfigureGlobal()?.numRuns ?? 20) / 3) },
    );
  });
});
