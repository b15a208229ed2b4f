import { VirtualClock } from "@batchline/clock";
import { expect } from "chai";
import type { Misfit } from "./capacity.ts";
import { Dispatcher } from "./dispatcher.ts";
import { Scheduler } from "./scheduler.ts";

const room = (vcpus: number) => ({ vcpus, memoryMiB: vcpus * 4096 });
const resource: Misfit = "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT";

describe("Batch jobs that block their queue", () => {
  const setUp = (timeLimits: Partial<Record<Misfit, number>>) => {
    const clock = new VirtualClock();
    const scheduler = new Scheduler();
    scheduler.pool.putEnvironment({ name: "e", maximum: room(16), largestInstance: room(4) });
    scheduler.pool.putQueue({ name: "q", priority: 1, environments: ["e"], timeLimits });
    const runner = { start: () => {}, kill: () => {} };
    const dispatcher = new Dispatcher({ scheduler, clock, runner });
    const submit = (id: string, vcpus: number) =>
      dispatcher.dispatch({ type: "submit", request: { id, queue: "q", ...room(vcpus) } });
    return { clock, scheduler, dispatcher, submit };
  };

  it("are cancelled after the time limit for their reason, and the next one runs", () => {
    const { clock, scheduler, submit } = setUp({ [resource]: 600_000 });
    submit("big", 8);
    submit("small", 1);
    clock.advance(599_999);
    expect(scheduler.job("big")).to.deep.include({
      status: "RUNNABLE",
      statusReason: `${resource} - The job resource requirement (vCPU/memory/GPU) is higher than that can be met by the CE(s) attached to the job queue.`,
    });
    expect(scheduler.job("small")?.status).to.equal("RUNNABLE");
    clock.advance(1);
    expect(scheduler.job("big")).to.deep.include({
      status: "FAILED",
      isCancelled: true,
      statusReason: `Canceled by JobStateTimeLimit action due to reason: ${resource}`,
    });
    expect(scheduler.job("small")?.status).to.equal("STARTING");
  });

  it("have their own time, from when they reach the head of the queue", () => {
    const { clock, scheduler, submit } = setUp({ [resource]: 600_000 });
    submit("first", 8);
    clock.advance(300_000);
    submit("second", 8);
    clock.advance(300_000);
    expect([scheduler.job("first")?.status, scheduler.job("second")?.status]).to.deep.equal([
      "FAILED",
      "RUNNABLE",
    ]);
    clock.advance(600_000);
    expect(scheduler.job("second")?.status).to.equal("FAILED");
  });

  it("wait for ever without a limit for their reason", () => {
    for (const limits of [{ "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE": 600_000 }, {}]) {
      const { clock, scheduler, submit } = setUp(limits);
      submit("big", 8);
      clock.advance(86_400_000);
      expect(scheduler.job("big")?.status).to.equal("RUNNABLE");
    }
  });

  it("are not cancelled if they can run later", () => {
    const { clock, scheduler, submit } = setUp({ [resource]: 600_000 });
    for (const id of ["a", "b", "c", "d", "e"]) submit(id, 4);
    clock.advance(86_400_000);
    expect(scheduler.job("e")).to.deep.include({ status: "RUNNABLE" });
  });

  it("keep the reason of an earlier cancellation", () => {
    const { clock, scheduler, dispatcher, submit } = setUp({ [resource]: 600_000 });
    submit("big", 8);
    dispatcher.dispatch({ type: "cancel", jobId: "big", reason: "by hand" });
    clock.advance(600_000);
    expect(scheduler.job("big")?.statusReason).to.equal("by hand");
  });
});

describe("A disabled compute environment", () => {
  it("gets no jobs; the next environment does", () => {
    const scheduler = new Scheduler();
    scheduler.pool.putEnvironment({
      name: "off",
      maximum: room(4),
      largestInstance: room(4),
      enabled: false,
    });
    scheduler.pool.putEnvironment({ name: "on", maximum: room(1), largestInstance: room(1) });
    scheduler.pool.putQueue({ name: "q", priority: 1, environments: ["off", "on"] });
    for (const id of ["a", "b"]) {
      scheduler.apply({ type: "submit", request: { id, queue: "q", ...room(1) } }, 0);
    }
    expect(scheduler.job("a")?.attempts[0]?.environment).to.equal("on");
    expect(scheduler.job("b")?.status).to.equal("RUNNABLE");
  });
});
