import { NumberValue } from "@aws-sdk/lib-dynamodb";
import { expect } from "chai";
import { tableKeys } from "../../contract/record-keys.ts";
import { tenant } from "../../testing/handlers/planned-workflow.ts";
import { RunToClose } from "../../testing/handlers/run-to-close.ts";

// A container that its input has taken over may write anything under its own chunk's key.
describe("handlers: closing a run with forged records", () => {
  let run: RunToClose;
  before(async () => {
    run = await RunToClose.start();
  });
  after(() => run.stores.stop());
  beforeEach(async () => {
    await run.next();
    await run.planned([tenant("acme"), tenant("bolt")]);
  });

  it("takes chunk and stage from the key: none speaks for another tenant's chunk", async () => {
    for (const stage of ["fetch", "download", "rescale"]) {
      const key = tableKeys.chunk("chunky", run.id, 0, stage);
      await run.worked(0, "acme", stage);
      await run.stores.table.update(key, { set: { chunk: 1, tenant: "bolt" } });
    }
    await run.close({ size: 2 });
    expect(await run.tenantRecord("acme")).to.include({ status: "SUCCEEDED" });
    expect(await run.tenantRecord("bolt")).to.include({ status: "FAILED" });
  });

  it("ends although a container's session goes on changing a record", async () => {
    await run.finished(1, "bolt");
    run.stores.beforeTable = async (operation) => {
      if (operation === "BatchGetItem") await run.worked(0, "acme", "fetch", { status: "RUNNING" });
      return undefined;
    };
    await run.close({ size: 2 });
    expect(await run.tenantRecord("acme")).to.include({
      status: "FAILED",
      reason: "failed in fetch: its record still changed while the run was closed",
    });
    expect(await run.tenantRecord("bolt")).to.include({ status: "SUCCEEDED" });
    expect(await run.stores.table.get(tableKeys.lock("chunky"))).to.equal(undefined);
  });

  const forgeries: Readonly<Record<string, object>> = {
    "a seal of another type": { closedBy: "nobody" },
    "a list of seals": { closedBy: ["nobody"] },
    "tries that are none": { tries: "many" },
    "a try with a time that is none": { tries: [{ attempt: "a-1", startedAt: "then" }] },
    "a try with an instance of a JavaScript object": {
      tries: [{ attempt: "a-1", startedAt: "2026-11-23T12:01:00.000Z", instanceType: "constructor.large" }],
    },
    "a try with more memory than there is": {
      tries: [{ attempt: "a-1", startedAt: "2026-11-23T12:01:00.000Z", peakMiB: 1e12 }],
    },
    "too many tries": {
      tries: Array.from({ length: 201 }, () => ({ attempt: "a-1", startedAt: "2026-11-23T12:01:00.000Z" })),
    },
    "an unknown status": { status: "DONE" },
    "a status of another type": { status: ["SUCCEEDED"] },
    "an error of another type": { status: "FAILED", error: { message: 1 } },
    "no items": { status: "SUCCEEDED", items: 3 },
    "items without end": { status: "SUCCEEDED", items: { done: -1, failed: 0, skipped: "1" } },
    "more digits than a number has": { total: NumberValue.from("123456789012345678901.5") },
    "times that are none": { status: "SUCCEEDED", startedAt: "soon", endedAt: 7 },
    "as much as an item may have": { status: "RUNNING", result: "x".repeat(400 * 1024 - 600) },
    "a long error": { status: "FAILED", error: "x".repeat(300_000) },
  };
  for (const [title, fields] of Object.entries(forgeries)) {
    it(`fails only the tenant whose record has ${title}`, async () => {
      await run.worked(0, "acme", "fetch", { status: "RUNNING", execution: run.id, ...fields });
      await run.finished(1, "bolt");
      await run.close({ size: 2 });
      expect(await run.tenantRecord("acme")).to.include({ status: "FAILED" });
      expect(await run.tenantRecord("bolt")).to.include({ status: "SUCCEEDED" });
      expect(await run.runRecord()).to.include({ status: "FAILED" });
      expect(await run.stores.table.get(tableKeys.lock("chunky"))).to.equal(undefined);
    });
  }
});
