import { expect } from "chai";
import { tableKeys } from "../../contract/record-keys.ts";
import type { RunRecord } from "../../contract/records.ts";
import { chunky, tenant } from "../../testing/handlers/planned-workflow.ts";
import { RunToClose } from "../../testing/handlers/run-to-close.ts";
import { stopRun } from "./stop-run.ts";

describe("a run whose execution failed before it submitted jobs", () => {
  it("has the execution's cause as its reason", async () => {
    const run = await RunToClose.start();
    try {
      await run.next();
      await run.planned([tenant("acme", { chunks: 2 })]);
      const failure = { error: "TooManyChunks", cause: "the plan has 2001 chunks" };
      await stopRun(
        { detail: { ...failure, name: run.id, stateMachineArn: "chunky", status: "FAILED" } },
        {
          ...{ stores: run.summary, batch: run.summary.batch, jobQueues: [], pause: async () => {} },
          ...{ workflowNamed: () => chunky, workflowOf: () => "chunky" },
        },
      );
      expect((await run.stores.table.get<RunRecord>(tableKeys.run("chunky", run.id)))?.reason).to.equal(
        "acme failed in fetch: its job was not submitted: TooManyChunks: the plan has 2001 chunks",
      );
    } finally {
      await run.stores.stop();
    }
  });
});
