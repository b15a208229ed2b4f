import { expect } from "chai";
import { BenchScheduler } from "../../../testing/bench-scheduler.ts";

describe("ending Batch jobs on request", () => {
  let bench: BenchScheduler;
  beforeEach(() => {
    bench = new BenchScheduler();
  });

  describe("CancelJob", () => {
    const cancel = (jobId: string) => bench.apply({ type: "cancel", jobId, reason: "not needed" });

    it("fails a RUNNABLE job at once", () => {
      bench = new BenchScheduler({ vcpus: 1, memoryMiB: 1024 });
      bench.submit("a");
      bench.submit("b");
      cancel("b");
      expect(bench.job("b")).to.include({ status: "FAILED", statusReason: "not needed", isCancelled: true });
      bench.end("a");
      expect(bench.running).to.have.property("size", 0);
    });

    it("does not end a running job", () => {
      bench.submit("a");
      cancel("a");
      expect(bench.job("a")).to.include({ status: "RUNNING", isCancelled: false });
    });

    it("fails a PENDING job once its dependencies have ended", () => {
      bench.submit("a");
      bench.submit("b", { dependsOn: ["a"] });
      cancel("b");
      expect(bench.job("b").status).to.equal("PENDING");
      bench.end("a");
      expect(bench.job("b")).to.include({ status: "FAILED", statusReason: "not needed" });
    });

    it("of an array cancels the children that have not started", () => {
      bench = new BenchScheduler({ vcpus: 1, memoryMiB: 1024 });
      bench.submit("a", { arraySize: 3 });
      cancel("a");
      expect(bench.statuses("a")).to.deep.equal(["RUNNING", "FAILED", "FAILED"]);
      bench.end("a:0");
      expect(bench.job("a")).to.include({ status: "FAILED", statusReason: "not needed" });
    });
  });

  describe("TerminateJob", () => {
    const terminate = (jobId: string) => bench.apply({ type: "terminate", jobId, reason: "enough" });

    it("stops the container and fails the job, without a retry", () => {
      bench.submit("a", { retry: { attempts: 5 } });
      terminate("a");
      terminate("a");
      expect(bench.killed).to.deep.equal(["a#1"]);
      expect(bench.job("a").status).to.equal("RUNNING");
      bench.end("a", { exitCode: 0 });
      expect(bench.job("a")).to.include({ status: "FAILED", statusReason: "enough", isTerminated: true });
    });

    it("of an array ends its children; dependent jobs fail", () => {
      bench = new BenchScheduler({ vcpus: 1, memoryMiB: 1024 });
      bench.submit("a", { arraySize: 2 });
      bench.submit("b", { arraySize: 2, dependsOn: [{ jobId: "a", type: "N_TO_N" }] });
      terminate("a");
      bench.fail("a:0", 143);
      expect(bench.statuses("a", "b")).to.deep.equal(["FAILED", "FAILED", "FAILED", "FAILED"]);
      expect(bench.job("a").statusReason).to.equal("enough");
      expect(bench.job("b").statusReason).to.equal("Array Child Job failed");
    });

    it("after a Spot reclaim prevents the retry", () => {
      bench.submit("a", { retry: { attempts: 5 } });
      bench.apply({ type: "reclaim", jobId: "a", instance: "i-1" });
      terminate("a");
      bench.fail("a", 143);
      expect(bench.job("a")).to.include({ status: "FAILED", statusReason: "enough" });
    });

    it("does nothing to an ended job", () => {
      bench.submit("a");
      bench.end("a");
      terminate("a");
      expect(bench.job("a")).to.include({ status: "SUCCEEDED", isTerminated: false });
    });
  });
});
