import { expect } from "chai";
import { BenchScheduler } from "../../../testing/bench-scheduler.ts";

describe("attempts of Batch jobs", () => {
  let bench: BenchScheduler;
  beforeEach(() => {
    bench = new BenchScheduler();
  });

  describe("retries", () => {
    const host = "Host EC2 (instance i-0123456789abcdef0) terminated.";

    it("happen up to the number of attempts", () => {
      bench.submit("a", { retry: { attempts: 3 } });
      bench.fail("a");
      bench.fail("a");
      expect(bench.statuses("a")).to.deep.equal(["RUNNING"]);
      bench.fail("a");
      expect(bench.statuses("a")).to.deep.equal(["FAILED"]);
      expect(bench.job("a").attempts.map(({ number }) => number)).to.deep.equal([1, 2, 3]);
    });

    it("stop at the first rule with EXIT, and happen if no rule matches", () => {
      const retry = {
        attempts: 10,
        evaluateOnExit: [
          { onStatusReason: "Host EC2*", action: "RETRY" },
          { onExitCode: "65", action: "exit" },
          { onExitCode: "7*", onReason: "Bad*", action: "EXIT" },
        ],
      };
      const end = (id: string, ...outcomes: Parameters<BenchScheduler["end"]>[1][]) => {
        bench.submit(id, { retry });
        for (const outcome of outcomes) bench.end(id, outcome);
        return [bench.job(id).status, bench.job(id).attempts.length];
      };
      expect(end("a", { exitCode: 1 }, { statusReason: host }, { exitCode: 65 })).to.deep.equal([
        "FAILED",
        3,
      ]);
      expect(end("b", { exitCode: 75 }, { exitCode: 650 }, { exitCode: 0 })).to.deep.equal(["SUCCEEDED", 3]);
      expect(end("c", { exitCode: 78, reason: "Bad luck" })).to.deep.equal(["FAILED", 1]);
    });

    it("precede younger jobs in the queue", () => {
      bench = new BenchScheduler({ vcpus: 1, memoryMiB: 1024 });
      bench.submit("a", { retry: { attempts: 2 } });
      bench.submit("b");
      bench.fail("a");
      expect(bench.statuses("a", "b")).to.deep.equal(["RUNNING", "RUNNABLE"]);
    });

    it("follow a Spot reclaim, which has no exit code, while attempts are left: each start counts", () => {
      bench.submit("a", {
        retry: {
          attempts: 2,
          evaluateOnExit: [
            { onStatusReason: "Host EC2*", action: "RETRY" },
            { onExitCode: "*", action: "EXIT" },
          ],
        },
      });
      bench.apply({ type: "reclaim", jobId: "a", instance: "i-0123456789abcdef0" });
      expect(bench.killed).to.deep.equal(["a#1"]);
      bench.end("a", { exitCode: 75 });
      expect(bench.job("a").status).to.equal("RUNNING");
      expect(bench.job("a").attempts[0]).to.include({ statusReason: host }).and.not.have.property("exitCode");
      bench.apply({ type: "reclaim", jobId: "a", instance: "i-0123456789abcdef0" });
      bench.end("a", { exitCode: 75 });
      expect(bench.job("a")).to.include({ status: "FAILED", statusReason: host });
    });
  });

  describe("timeouts", () => {
    it("count from the start of each attempt of each child, and are not retried", () => {
      bench.submit("a", { arraySize: 2, timeoutSeconds: 60, retry: { attempts: 3 } });
      bench.fail("a:0");
      const timers = bench.effects.flatMap((effect) =>
        effect.type === "set-timer" ? [[effect.job.id, effect.attempt, effect.ms]] : [],
      );
      expect(timers).to.deep.equal([
        ["a:0", 1, 60_000],
        ["a:1", 1, 60_000],
        ["a:0", 2, 60_000],
      ]);
      bench.apply({ type: "timed-out", jobId: "a:0", attempt: 1 });
      expect(bench.killed).to.deep.equal([]);
      bench.apply({ type: "timed-out", jobId: "a:0", attempt: 2 });
      expect(bench.killed).to.deep.equal(["a:0#2"]);
      bench.fail("a:0", 143);
      expect(bench.job("a:0")).to.include({
        status: "FAILED",
        statusReason: "Job attempt duration exceeded timeout",
      });
    });
  });
});
