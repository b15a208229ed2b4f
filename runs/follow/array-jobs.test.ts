import { VirtualClock } from "@batchline/clock";
import { BenchBatch, serveBatch } from "@batchline/embedded-aws/testing";
import { expect } from "chai";
import { jobsOfRun } from "../../contract/job-names.ts";
import { ArrayJobs } from "./array-jobs.ts";

const run = { workflow: "nightly", runId: "r1", execution: "r1", stages: ["fetch", "load"], chunks: 20 };

describe("the jobs of a run, counted", () => {
  it("are found by their names, then counted by one request, arrays and single jobs alike", async () => {
    const clock = new VirtualClock();
    const held = { start: (_: unknown, __: number, at: { started(): void }) => at.started(), kill: () => {} };
    await using bench = await BenchBatch.start("", clock, { runner: held });
    const { client, stop } = await serveBatch(bench.service, () => {});
    try {
      bench.define();
      const submit = (place: string, size: number, more: object = {}) =>
        bench.submit({
          jobName: `${jobsOfRun("nightly", "r1", "r1")}-${place}`,
          ...(size > 1 && { arrayProperties: { size } }),
          ...more,
        });
      const jobs = new ArrayJobs(client, ["queue"], () => clock.now());
      const fetch = submit("0-fetch", 19);
      submit("0-load", 19, { dependsOn: [{ jobId: fetch, type: "N_TO_N" }] });
      submit("0-other", 5);
      const counted = async (again = 0) => Object.fromEntries(await jobs.count(run, again));
      // 16 vCPUs, less on a small machine.
      const first = await counted();
      const { running = 0 } = first.fetch ?? {};
      expect(running).to.be.above(0);
      expect(first.fetch).to.include({ jobs: 19, ended: 0, waiting: 19 - running, changedAt: 0 });
      expect(first.load).to.include({ jobs: 19, running: 0, waiting: 0 });
      const single = submit("1-fetch", 1);
      submit("1-load", 1, { dependsOn: [{ jobId: single }] });
      bench.batch.endJob("terminate", fetch, "enough");
      clock.advance(1000);
      expect((await counted()).fetch).to.include({ jobs: 20 });
      expect(jobs.calls).to.equal(2);
      await counted();
      expect(jobs.calls).to.equal(1);
      // A round of memory submits chunks again.
      submit("2-fetch", 2);
      submit("2-load", 2);
      expect((await counted(2)).load).to.include({ jobs: 22 });
    } finally {
      await stop();
    }
  });
});
