import { expect } from "chai";
import { BenchScheduler } from "../../../testing/bench-scheduler.ts";
import { Scheduler } from "./scheduler.ts";

describe("Batch scheduler", () => {
  let bench: BenchScheduler;
  beforeEach(() => {
    bench = new BenchScheduler();
  });

  describe("a plain job", () => {
    it("runs and succeeds", () => {
      bench.submit("a");
      expect(bench.job("a")).to.include({ status: "RUNNING", createdAt: 1, startedAt: 2 });
      bench.end("a");
      expect(bench.job("a")).to.deep.include({
        status: "SUCCEEDED",
        statusReason: "Essential container in task exited",
        stoppedAt: 3,
      });
      expect(bench.job("a").attempts).to.deep.equal([
        {
          number: 1,
          environment: "spot",
          startedAt: 2,
          stoppedAt: 3,
          exitCode: 0,
          statusReason: "Essential container in task exited",
        },
      ]);
    });

    it("has the statuses in AWS's order", () => {
      const scheduler = new Scheduler();
      const room = { vcpus: 1, memoryMiB: 1024 };
      scheduler.pool.putEnvironment({ name: "e", maximum: room, largestInstance: room });
      scheduler.pool.putQueue({ name: "q", priority: 1, environments: ["e"] });
      const request = { queue: "q", ...room };
      scheduler.apply({ type: "submit", request: { ...request, id: "a" } }, 0);
      expect(scheduler.job("a")?.status).to.equal("STARTING");
      scheduler.apply({ type: "submit", request: { ...request, id: "b", dependsOn: [{ jobId: "a" }] } }, 0);
      expect(scheduler.job("b")?.status).to.equal("PENDING");
      scheduler.apply({ type: "submit", request: { ...request, id: "c" } }, 0);
      expect(scheduler.job("c")?.status).to.equal("RUNNABLE");
    });

    it("fails with the container's exit code", () => {
      bench.submit("a");
      bench.end("a", { exitCode: 3 });
      expect(bench.job("a").status).to.equal("FAILED");
      expect(bench.job("a").attempts[0]?.exitCode).to.equal(3);
    });

    it("ignores events of an ended attempt", () => {
      bench.submit("a");
      bench.end("a");
      bench.apply({ type: "ended", jobId: "a", attempt: 1, outcome: { exitCode: 1 } });
      bench.apply({ type: "timed-out", jobId: "a", attempt: 1 });
      bench.apply({ type: "started", jobId: "a", attempt: 1 });
      expect(bench.job("a").status).to.equal("SUCCEEDED");
    });

    it("is refused for an unknown queue or dependency, without a trace", () => {
      expect(() => bench.submit("a", { queue: "other" })).to.throw(
        RangeError,
        "the job queue other does not exist",
      );
      bench.submit("there");
      expect(() => bench.submit("a", { dependsOn: ["there", "missing"] })).to.throw(RangeError, "missing");
      expect(bench.scheduler.job("a")).to.equal(undefined);
      bench.end("there");
      expect([...bench.scheduler.jobs()]).to.have.length(1);
    });
  });

  describe("an array job", () => {
    it("has children by index and counts them by status", () => {
      bench = new BenchScheduler({ vcpus: 2, memoryMiB: 8192 });
      bench.submit("a", { arraySize: 4 });
      expect(bench.job("a").children?.map(({ id, index }) => [id, index])).to.deep.equal([
        ["a:0", 0],
        ["a:1", 1],
        ["a:2", 2],
        ["a:3", 3],
      ]);
      bench.end("a:0");
      bench.fail("a:1");
      expect(bench.job("a").status).to.equal("PENDING");
      expect(bench.job("a").statusSummary).to.deep.equal({
        SUBMITTED: 0,
        PENDING: 0,
        RUNNABLE: 0,
        STARTING: 0,
        RUNNING: 2,
        SUCCEEDED: 1,
        FAILED: 1,
      });
    });

    it("ends with its last child, and fails if one child failed", () => {
      bench.submit("a", { arraySize: 2 });
      bench.fail("a:0");
      expect(bench.job("a").status).to.equal("PENDING");
      bench.end("a:1");
      expect(bench.job("a")).to.include({ status: "FAILED", statusReason: "Array Child Job failed" });
    });

    it("succeeds if all children do", () => {
      bench.submit("a", { arraySize: 2 });
      bench.end("a:1");
      bench.end("a:0");
      expect(bench.job("a").status).to.equal("SUCCEEDED");
    });
  });
});
