import { expect } from "chai";
import { BenchScheduler } from "../../../testing/bench-scheduler.ts";
import type { EnvironmentSpec } from "./capacity.ts";
import type { QueueSpec } from "./queue.ts";

const room = (vcpus: number) => ({ vcpus, memoryMiB: vcpus * 1024 });

describe("a change of Batch's environments and queues", () => {
  let bench: BenchScheduler;
  beforeEach(() => {
    bench = new BenchScheduler(room(2));
  });
  const change = (...specs: readonly (EnvironmentSpec | QueueSpec)[]) => {
    for (const spec of specs) {
      if ("maximum" in spec) bench.scheduler.pool.putEnvironment(spec);
      else bench.scheduler.pool.putQueue(spec);
    }
    bench.apply({ type: "pool-changed" });
  };
  const environment = (name: string, vcpus: number, enabled = true): EnvironmentSpec => ({
    ...{ name, enabled },
    maximum: room(vcpus),
    largestInstance: room(vcpus),
  });
  const queue = (name: string, environments: readonly string[], more: Partial<QueueSpec> = {}) => ({
    ...{ name, environments, priority: 1 },
    ...more,
  });

  it("starts waiting jobs when an environment gets more vCPUs", () => {
    for (const id of ["a", "b", "c", "d"]) bench.submit(id);
    change(environment("spot", 3));
    expect(bench.statuses("a", "b", "c", "d")).to.deep.equal(["RUNNING", "RUNNING", "RUNNING", "RUNNABLE"]);
  });

  it("lets running jobs go on when an environment gets fewer vCPUs, and starts none until one fits", () => {
    for (const id of ["a", "b", "c"]) bench.submit(id);
    change(environment("spot", 1));
    expect(bench.statuses("a", "b", "c")).to.deep.equal(["RUNNING", "RUNNING", "RUNNABLE"]);
    bench.end("a");
    expect(bench.job("c").status).to.equal("RUNNABLE");
    bench.end("b");
    expect(bench.job("c").status).to.equal("RUNNING");
    expect(bench.scheduler.pool.used("spot")).to.deep.equal(room(1));
  });

  it("starts nothing in a disabled environment, whose jobs go on, until it is enabled", () => {
    bench.submit("a");
    change(environment("spot", 2, false));
    bench.submit("b");
    expect(bench.statuses("a", "b")).to.deep.equal(["RUNNING", "RUNNABLE"]);
    bench.end("a");
    expect(bench.statuses("a", "b")).to.deep.equal(["SUCCEEDED", "RUNNABLE"]);
    change(environment("spot", 2));
    expect(bench.job("b").status).to.equal("RUNNING");
  });

  it("starts a queue's waiting jobs in its new environment; running ones stay in the old one", () => {
    for (const id of ["a", "b", "c"]) bench.submit(id);
    change(environment("new", 1), queue("queue", ["new"]));
    expect(bench.job("c").attempts.at(-1)?.environment).to.equal("new");
    expect(bench.scheduler.jobsIn("spot").map(({ id }) => id)).to.deep.equal(["a", "b"]);
    bench.end("a");
    expect(bench.scheduler.pool.used("spot")).to.deep.equal(room(1));
  });

  it("serves a queue by its new priority", () => {
    change(queue("other", ["spot"]));
    for (const id of ["a", "b"]) bench.submit(id);
    bench.submit("low");
    bench.submit("high", { queue: "other" });
    change(queue("other", ["spot"], { priority: 5 }));
    bench.end("a");
    expect(bench.statuses("low", "high")).to.deep.equal(["RUNNABLE", "RUNNING"]);
  });

  it("orders waiting jobs by a queue's new fair-share policy", () => {
    const weighing = (favoured: string) => ({
      fairShare: {
        ...{ decayMs: 1000, reservation: 0 },
        weightOf: (share: string) => (share === favoured ? 1 : 100),
      },
    });
    change(queue("shares", ["spot"], weighing("x")));
    for (const share of ["x", "y"]) {
      for (const n of [1, 2]) bench.submit(share + n, { queue: "shares", share });
    }
    expect(bench.statuses("x1", "x2", "y1", "y2")).to.deep.equal([
      "RUNNING",
      "RUNNING",
      "RUNNABLE",
      "RUNNABLE",
    ]);
    bench.submit("x3", { queue: "shares", share: "x" });
    change(queue("shares", ["spot"], weighing("y")));
    bench.end("x1");
    expect(bench.statuses("x3", "y1")).to.deep.equal(["RUNNABLE", "RUNNING"]);
  });

  it("forgets why a job could never run once it can", () => {
    change(
      queue("queue", ["spot"], {
        timeLimits: { "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE": 600_000 },
      }),
    );
    bench.submit("a");
    bench.submit("large", { vcpus: 4 });
    const limit = bench.effects.find(({ type }) => type === "limit-block");
    expect(limit).to.include({ misfit: "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE" });
    change(environment("spot", 4));
    expect(bench.job("large")).not.to.have.property("statusReason");
    bench.apply({
      ...{ type: "blocked", jobId: "large" },
      misfit: "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE",
    });
    expect(bench.job("large").status).to.equal("RUNNABLE");
    bench.end("a");
    expect(bench.job("large").status).to.equal("RUNNING");
  });

  it("counts units of a consumable resource that are in use when their total changes", () => {
    const { consumables } = bench.scheduler.pool;
    consumables.put({ name: "licence", total: 1, replenishable: true });
    const wanting = { consumables: [{ name: "licence", quantity: 1 }] };
    bench.submit("a", wanting);
    bench.submit("b", wanting);
    expect(bench.statuses("a", "b")).to.deep.equal(["RUNNING", "RUNNABLE"]);
    consumables.put({ name: "licence", total: 2, replenishable: true });
    bench.apply({ type: "pool-changed" });
    expect(bench.job("b").status).to.equal("RUNNING");
    expect(consumables.inUse("licence")).to.equal(2);
  });
});
