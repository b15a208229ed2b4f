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
      scheduler.pool.addEnvironment({ name: "e", maximum: room, largestInstance: room });
      scheduler.pool.addQueue({ name: "q", priority: 1, environments: ["e"] });
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

  describe("dependencies", () => {
    it("block a job until all have succeeded", () => {
      bench.submit("a");
      bench.submit("b", { arraySize: 2 });
      bench.submit("c", { dependsOn: ["a", "b"] });
      bench.end("a");
      bench.end("b:0");
      expect(bench.statuses("c")).to.deep.equal(["PENDING"]);
      bench.end("b:1");
      expect(bench.statuses("c")).to.deep.equal(["RUNNING"]);
    });

    it("without a type block an array as a whole", () => {
      bench.submit("a", { arraySize: 2 });
      bench.submit("b", { arraySize: 2, dependsOn: ["a"] });
      bench.end("a:0");
      expect(bench.statuses("b")).to.deep.equal(["PENDING", "PENDING"]);
      bench.end("a:1");
      expect(bench.statuses("b")).to.deep.equal(["RUNNING", "RUNNING"]);
    });

    it("N_TO_N let each index continue alone, whether others succeed or fail", () => {
      bench.submit("a", { arraySize: 3 });
      bench.submit("b", { arraySize: 3, dependsOn: [{ jobId: "a", type: "N_TO_N" }] });
      bench.end("a:1");
      expect(bench.statuses("b")).to.deep.equal(["PENDING", "RUNNING", "PENDING"]);
      bench.fail("a:2");
      expect(bench.statuses("b")).to.deep.equal(["PENDING", "RUNNING", "FAILED"]);
      expect(bench.job("b:2").statusReason).to.equal("Dependent Job failed");
      expect(bench.job("b:2").attempts).to.have.length(0);
    });

    it("N_TO_N on two arrays wait for the index of each", () => {
      bench = new BenchScheduler({ vcpus: 10, memoryMiB: 20_000 });
      bench.submit("a", { arraySize: 2 });
      bench.submit("b", { arraySize: 2 });
      bench.submit("c", {
        arraySize: 2,
        dependsOn: [
          { jobId: "a", type: "N_TO_N" },
          { jobId: "b", type: "N_TO_N" },
        ],
      });
      bench.end("a:0");
      expect(bench.statuses("c")).to.deep.equal(["PENDING", "PENDING"]);
      bench.end("b:0");
      expect(bench.statuses("c")).to.deep.equal(["RUNNING", "PENDING"]);
    });

    it("N_TO_N are refused between arrays of different sizes", () => {
      bench.submit("a", { arraySize: 3 });
      expect(() => bench.submit("b", { arraySize: 2, dependsOn: [{ jobId: "a", type: "N_TO_N" }] })).to.throw(
        "same size",
      );
    });

    it("SEQUENTIAL run an array's children one after the other", () => {
      bench.submit("a", { arraySize: 3, dependsOn: [{ type: "SEQUENTIAL" }] });
      expect(bench.statuses("a")).to.deep.equal(["RUNNING", "PENDING", "PENDING"]);
      bench.end("a:0");
      expect(bench.statuses("a")).to.deep.equal(["SUCCEEDED", "RUNNING", "PENDING"]);
      bench.fail("a:1");
      expect(bench.statuses("a")).to.deep.equal(["SUCCEEDED", "FAILED", "FAILED"]);
      expect(bench.job("a").status).to.equal("FAILED");
    });

    it("cascade through a chain, however long", () => {
      bench.submit("a", { arraySize: 10_000, dependsOn: [{ type: "SEQUENTIAL" }] });
      bench.submit("b", { dependsOn: ["a"] });
      bench.submit("c", { arraySize: 2, dependsOn: ["b"] });
      bench.fail("a:0");
      expect(bench.job("a").statusSummary?.FAILED).to.equal(10_000);
      expect(bench.statuses("b", "c")).to.deep.equal(["FAILED", "FAILED", "FAILED"]);
      expect(bench.job("c").statusReason).to.equal("Dependent Job failed");
    });

    it("on ended jobs count at once", () => {
      bench.submit("ok", { arraySize: 2 });
      bench.end("ok:0");
      bench.fail("ok:1");
      bench.submit("fine");
      bench.end("fine");
      bench.submit("a", { dependsOn: ["fine"] });
      bench.submit("b", { dependsOn: ["ok"] });
      bench.submit("c", { arraySize: 2, dependsOn: [{ jobId: "ok", type: "N_TO_N" }] });
      expect(bench.statuses("a", "b", "c")).to.deep.equal(["RUNNING", "FAILED", "RUNNING", "FAILED"]);
    });

    it("on a single child block a job", () => {
      bench.submit("a", { arraySize: 2 });
      bench.submit("b", { dependsOn: ["a:1"] });
      bench.end("a:1");
      expect(bench.statuses("b")).to.deep.equal(["RUNNING"]);
    });
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

    it("follow a Spot reclaim, which has no exit code", () => {
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
