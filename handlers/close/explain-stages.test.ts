import { expect } from "chai";
import { tenant } from "../../testing/handlers/planned-workflow.ts";
import { RunToClose } from "../../testing/handlers/run-to-close.ts";

describe("handlers: the reason of a failed run", () => {
  let run: RunToClose;
  before(async () => {
    run = await RunToClose.start();
  });
  after(() => run.stores.stop());
  beforeEach(() => run.next());

  it("names the stage that failed first, and keeps the others", async () => {
    await run.planned([tenant("acme"), tenant("bolt"), tenant("ember")]);
    await run.worked(0, "acme", "fetch", { status: "FAILED", error: "the feed answered 404" });
    await run.worked(1, "bolt", "fetch");
    await run.worked(1, "bolt", "download", {
      status: "FAILED",
      error: "51 % of the items failed",
      endedAt: "2026-11-23T12:09:00.000Z",
    });
    await run.finished(2, "ember");
    expect(await run.close({ size: 3, error: { error: "States.TaskFailed", cause: "{}" } })).to.deep.equal({
      runId: run.id,
      succeeded: false,
      reason: "acme failed in fetch: the feed answered 404 (1 other tenant failed, 1 succeeded)",
      tenants: { succeeded: 1, failed: 2, skipped: 0 },
    });
    expect(await run.tenantRecord("bolt")).to.deep.include({
      status: "FAILED",
      chunksFailed: 1,
      reason: "failed in download: 51 % of the items failed",
    });
  });

  it("asks Batch about a stage that could not record its own end, and marks it failed", async () => {
    await run.planned([tenant("acme", { chunks: 2 })]);
    await run.finished(0, "acme");
    await run.worked(1, "acme", "fetch");
    await run.worked(1, "acme", "download", { status: "RUNNING", endedAt: undefined });
    run.stores.batch.jobs.set("job-d:1", {
      status: "FAILED",
      statusReason: "Essential container in task exited",
      container: { exitCode: 137, reason: "OutOfMemoryError: Container killed due to memory usage" },
      stoppedAt: Date.parse("2026-11-23T12:05:00Z"),
    });
    const { reason } = await run.close({ size: 2 });
    expect(reason).to.equal(
      "acme failed in download: it needed more memory than its stage has: OutOfMemoryError: Container killed due to memory usage; Essential container in task exited; exit code 137",
    );
    expect(await run.chunkRecord(1, "download")).to.deep.include({
      status: "FAILED",
      endedAt: "2026-11-23T12:05:00.000Z",
      startedAt: "2026-11-23T12:01:00.000Z",
      jobId: "job-d:1",
      items: { done: 10, failed: 1, skipped: 2 },
    });
    const { tries } = (await run.chunkRecord(1, "download")) ?? {};
    expect(tries?.map(({ outcome, exitCode }) => [outcome, exitCode])).to.deep.equal([
      ["OUT_OF_MEMORY", 137],
    ]);
    expect(await run.chunkRecord(1, "rescale")).to.deep.include({ status: "NOT_STARTED", attempts: 0 });
  });

  it("asks about a plain job where the shard has one chunk", async () => {
    await run.planned([tenant("acme")]);
    run.stores.batch.jobs.set("job-f", {
      status: "FAILED",
      statusReason: "Host EC2 (instance i-1) terminated.",
    });
    const { reason } = await run.close({ size: 1 });
    expect(reason).to.equal(
      "acme failed in fetch: AWS reclaimed its instance: Host EC2 (instance i-1) terminated",
    );
    expect(await run.chunkRecord(0, "fetch")).to.deep.include({
      status: "FAILED",
      attempts: 0,
      tenant: "acme",
      chunk: 0,
    });
  });

  it("says why nothing was submitted", async () => {
    await run.planned([tenant("acme"), tenant("bolt")]);
    const error = { error: "Batch.ClientException", cause: "job queue is disabled" };
    const { reason, tenants } = await run.close({ size: 2, jobs: {}, error });
    expect(reason).to.equal(
      "acme failed in fetch: its job was not submitted: Batch.ClientException: job queue is disabled (1 other tenant failed)",
    );
    expect(tenants.failed).to.equal(2);
  });

  it("closes the run even when Batch does not answer", async () => {
    await run.planned([tenant("acme")]);
    run.stores.batch.isSilent = true;
    const { reason } = await run.close({ size: 1, jobs: { fetch: "job-f" } });
    expect(reason).to.equal(
      "acme failed in fetch: its job left no record, and Batch could not be asked: it is silent",
    );
  });

  it("asks Batch about more than a hundred chunks in batches of a hundred", async () => {
    await run.planned([tenant("acme", { chunks: 110 })]);
    for (let chunk = 0; chunk < 5; chunk += 1) await run.finished(chunk, "acme");
    run.stores.batch.asked.length = 0;
    await run.close({ size: 110 });
    expect(await run.tenantRecord("acme")).to.include({ status: "FAILED", chunksFailed: 105 });
    expect(run.stores.batch.asked).to.have.members([100, 5]);
  });
});
