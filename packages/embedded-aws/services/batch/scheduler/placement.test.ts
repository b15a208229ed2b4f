import { expect } from "chai";
import { BenchScheduler } from "../../../testing/bench-scheduler.ts";
import { Scheduler } from "./scheduler.ts";

const room = (vcpus: number, memoryMiB = vcpus * 4096) => ({ vcpus, memoryMiB });

function environment(name: string, vcpus: number, largest = vcpus) {
  return { name, maximum: room(vcpus), largestInstance: room(largest) };
}

describe("Batch placement", () => {
  it("serves the queue of higher priority first", () => {
    const scheduler = new Scheduler();
    scheduler.pool.putEnvironment(environment("e", 1));
    scheduler.pool.putQueue({ name: "low", priority: 1, environments: ["e"] });
    scheduler.pool.putQueue({ name: "high", priority: 10, environments: ["e"] });
    const submit = (id: string, queue: string) =>
      scheduler.apply({ type: "submit", request: { id, queue, ...room(1) } }, 0);
    submit("first", "low");
    submit("a", "low");
    submit("b", "high");
    scheduler.apply({ type: "ended", jobId: "first", attempt: 1, outcome: { exitCode: 0 } }, 1);
    expect([scheduler.job("a")?.status, scheduler.job("b")?.status]).to.deep.equal(["RUNNABLE", "STARTING"]);
  });

  it("tries a queue's environments in order", () => {
    const scheduler = new Scheduler();
    scheduler.pool.putEnvironment(environment("spot", 2));
    scheduler.pool.putEnvironment(environment("on-demand", 1));
    scheduler.pool.putQueue({ name: "q", priority: 1, environments: ["spot", "on-demand"] });
    const placed = ["a", "b", "c", "d"].map((id) => {
      scheduler.apply({ type: "submit", request: { id, queue: "q", ...room(1) } }, 0);
      return scheduler.job(id)?.attempts[0]?.environment;
    });
    expect(placed).to.deep.equal(["spot", "spot", "on-demand", undefined]);
    expect(scheduler.pool.used("spot")).to.deep.equal(room(2));
  });

  it("does not pass the head of the queue, which waits until it fits", () => {
    const bench = new BenchScheduler(room(2));
    bench.submit("a");
    bench.submit("big", { vcpus: 2 });
    bench.submit("small");
    expect(bench.statuses("a", "big", "small")).to.deep.equal(["RUNNING", "RUNNABLE", "RUNNABLE"]);
    bench.end("a");
    expect(bench.statuses("big", "small")).to.deep.equal(["RUNNING", "RUNNABLE"]);
  });

  it("counts memory as well as vCPUs", () => {
    const bench = new BenchScheduler({ vcpus: 8, memoryMiB: 4096 });
    bench.submit("a", { memoryMiB: 3000 });
    bench.submit("b", { memoryMiB: 3000 });
    expect(bench.statuses("a", "b")).to.deep.equal(["RUNNING", "RUNNABLE"]);
  });

  it("reports the setting that is too small for a job that can never run", () => {
    const scheduler = new Scheduler();
    scheduler.pool.putEnvironment(environment("e", 16, 4));
    scheduler.pool.putQueue({ name: "q", priority: 1, environments: ["e"] });
    scheduler.pool.putQueue({ name: "q2", priority: 1, environments: ["e"] });
    scheduler.apply({ type: "submit", request: { id: "a", queue: "q", ...room(8) } }, 0);
    scheduler.apply({ type: "submit", request: { id: "b", queue: "q2", ...room(32) } }, 0);
    expect(scheduler.job("a")?.statusReason).to.match(/^MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT/);
    expect(scheduler.job("b")?.statusReason).to.match(/^MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE/);
    // Memory is short, not vCPUs; also if another environment has the memory.
    scheduler.pool.putEnvironment(environment("small", 1, 4));
    scheduler.pool.putQueue({ name: "q3", priority: 1, environments: ["small", "e"] });
    const request = { id: "c", queue: "q3", vcpus: 2, memoryMiB: 1_000_000 };
    scheduler.apply({ type: "submit", request }, 0);
    expect(scheduler.job("c")?.statusReason).to.match(/^MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT/);
  });

  it("keeps all environments within the host, but runs a larger job alone", () => {
    const bench = new BenchScheduler(room(16), room(2));
    bench.submit("a");
    bench.submit("b");
    bench.submit("big", { vcpus: 8 });
    bench.end("a");
    expect(bench.statuses("b", "big")).to.deep.equal(["RUNNING", "RUNNABLE"]);
    bench.end("b");
    expect(bench.statuses("big")).to.deep.equal(["RUNNING"]);
  });

  it("places all nodes of a multi-node job at once, each on one instance", () => {
    const scheduler = new Scheduler();
    scheduler.pool.putEnvironment(environment("e", 8, 4));
    scheduler.pool.putQueue({ name: "q", priority: 1, environments: ["e"] });
    const submit = (id: string, ...nodes: ReturnType<typeof room>[]) => {
      const vcpus = nodes.reduce((sum, node) => sum + node.vcpus, 0);
      scheduler.apply({ type: "submit", request: { id, queue: "q", nodes, ...room(vcpus) } }, 0);
    };
    submit("plain", room(2));
    submit("gang", room(4), room(4));
    expect(scheduler.job("gang")?.status).to.equal("RUNNABLE");
    expect(scheduler.pool.used("e")).to.deep.equal(room(2));
    scheduler.apply({ type: "ended", jobId: "plain", attempt: 1, outcome: { exitCode: 0 } }, 1);
    expect(scheduler.job("gang")?.status).to.equal("STARTING");
    expect(scheduler.pool.used("e")).to.deep.equal(room(8));
    scheduler.apply({ type: "ended", jobId: "gang", attempt: 1, outcome: { exitCode: 0 } }, 1);
    submit("uneven", room(6), room(1));
    expect(scheduler.job("uneven")?.statusReason).to.match(/^MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT/);
  });

  it("refuses a queue with an unknown environment", () => {
    expect(() => new Scheduler().pool.putQueue({ name: "q", priority: 1, environments: ["e"] })).to.throw(
      RangeError,
      "the compute environment e does not exist",
    );
  });
});
