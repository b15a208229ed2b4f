import type { JobDetail } from "@aws-sdk/client-batch";
import { expect } from "chai";
import { tableKeys } from "../../contract/record-keys.ts";
import type { StageTry } from "../../contract/records.ts";
import { tenant } from "../../testing/handlers/planned-workflow.ts";
import { RunToClose } from "../../testing/handlers/run-to-close.ts";

const at = (minute: number) => `2026-11-23T12:${String(minute).padStart(2, "0")}:00.000Z`;
const attempt = (from: number, to: number, ended: object) => ({
  ...{ startedAt: Date.parse(at(from)), stoppedAt: Date.parse(at(to)) },
  ...ended,
});
const room = { vcpus: 2, memoryMiB: 2048 };

describe("handlers: the tries of a run that is closed", () => {
  let run: RunToClose;
  before(async () => {
    run = await RunToClose.start();
  });
  after(() => run.stores.stop());
  beforeEach(() => run.next());

  const batchSays = (job: string, ...attempts: NonNullable<JobDetail["attempts"]>) =>
    run.stores.batch.jobs.set(job, { status: "SUCCEEDED", attempts });
  const triesOf = async (chunk: number, stage: string) => (await run.chunkRecord(chunk, stage))?.tries ?? [];
  const begun = (name: string, fields: Partial<StageTry> = {}): StageTry => {
    return { attempt: name, startedAt: at(1), ...room, ...fields };
  };

  it("are completed where a container was lost, also if the stage succeeded later", async () => {
    await run.planned([tenant("acme")]);
    await run.finished(0, "acme");
    const lost = begun("job-f-1", { instanceType: "c7g.large", spot: true });
    const last = begun("job-f-2", { startedAt: at(6), endedAt: at(7), outcome: "SUCCEEDED", peakMiB: 300 });
    await run.worked(0, "acme", "fetch", { attempt: "job-f-2", attempts: 2, tries: [lost, last] });
    const statusReason = "Host EC2 (instance i-1) terminated.";
    batchSays("job-f", attempt(1, 5, { statusReason }), attempt(6, 7, { container: { exitCode: 0 } }));
    await run.close({ size: 1 });
    const [first, second] = await triesOf(0, "fetch");
    expect(first).to.deep.include({ ...lost, outcome: "RECLAIMED", endedAt: at(5) });
    expect(second).to.deep.equal(last);
    const usage = {
      fetch: {
        ...{ containers: 1, tries: 2, outOfMemory: 0, reclaimed: 1, seconds: 300, longestSeconds: 240 },
        vcpuSeconds: { spot: 480, onDemand: 0, unknown: 120 },
        families: { c7g: { spot: 480, onDemand: 0 } },
        ...{ gibSeconds: 600, cpuSeconds: 0, peakMiB: 300 },
      },
    };
    const history = await run.stores.table.get(tableKeys.history("acme", "chunky", run.id));
    expect(history).to.deep.include({ usage });
    expect(await run.runRecord()).to.deep.include({
      ...{ usage, chunksFailed: 0, tenants: { succeeded: 1, failed: 0, skipped: 0 } },
      stages: ["fetch", "download", "rescale"],
    });
  });

  it("are completed where a container died before it wrote anything", async () => {
    await run.planned([tenant("acme")]);
    await run.finished(0, "acme");
    const last = begun("job-d-2", { startedAt: at(6), endedAt: at(7), outcome: "SUCCEEDED" });
    await run.worked(0, "acme", "download", { attempt: "job-d-2", tries: [last] });
    const notPulled = { statusReason: "Task failed to start", container: { reason: "CannotPullContainer" } };
    batchSays("job-d", { ...attempt(1, 2, notPulled), startedAt: undefined }, attempt(6, 7, {}));
    await run.close({ size: 1 });
    const outcomes = (await triesOf(0, "download")).map(({ outcome }) => outcome);
    expect(outcomes).to.deep.equal(["NEVER_STARTED", "SUCCEEDED"]);
  });

  it("stay open where Batch does not know the job any more, and the run is closed", async () => {
    await run.planned([tenant("acme")]);
    await run.finished(0, "acme");
    await run.worked(0, "acme", "fetch", { attempt: "job-f-1", tries: [begun("job-f-1")] });
    const { succeeded } = await run.close({ size: 1 });
    expect([succeeded, (await triesOf(0, "fetch"))[0]?.outcome]).to.deep.equal([true, undefined]);
  });

  it("cost no question where all of them say how they ended", async () => {
    await run.planned([tenant("acme")]);
    await run.finished(0, "acme");
    const tries = [begun("job-f-1", { endedAt: at(2), outcome: "SUCCEEDED" })];
    await run.worked(0, "acme", "fetch", { attempt: "job-f-1", tries });
    const before = run.stores.batch.asked.length;
    await run.close({ size: 1 });
    expect(run.stores.batch.asked.length).to.equal(before);
  });
});
