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
    scheduler.addEnvironment({ name: "e", maximum: room(16), largestInstance: room(4) });
    scheduler.addQueue({ name: "q", priority: 1, environments: ["e"], timeLimits });
    const runner = { start: () => {}, kill: () => {} };
    const dispatcher = new Dispatcher({ scheduler, clock, runner });
    const submit = (id: string, vcpus: number) =>
      dispatcher.dispatch({ type: "submit", request: { id, queue: "q", ...room(vcpus) } });
    return { clock, scheduler, dispatcher, submit };
  };

  it("are cancelled when the time limit for their reason is over, and let the next one through", () => {
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

  it("have their time from when they come to the head of the queue, each its own", () => {
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

  it("wait for ever when the limit is for another reason, or there is none", () => {
    for (const limits of [{ "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE": 600_000 }, {}]) {
      const { clock, scheduler, submit } = setUp(limits);
      submit("big", 8);
      clock.advance(86_400_000);
      expect(scheduler.job("big")?.status).to.equal("RUNNABLE");
    }
  });

  it("that only wait for room are left alone", () => {
    const { clock, scheduler, submit } = setUp({ [resource]: 600_000 });
    for (const id of ["a", "b", "c", "d", "e"]) submit(id, 4);
    clock.advance(86_400_000);
    expect(scheduler.job("e")).to.deep.include({ status: "RUNNABLE" });
  });

  it("keep the reason of whoever cancelled them before", () => {
    const { clock, scheduler, dispatcher, submit } = setUp({ [resource]: 600_000 });
    submit("big", 8);
    dispatcher.dispatch({ type: "cancel", jobId: "big", reason: "by hand" });
    clock.advance(600_000);
    expect(scheduler.job("big")?.statusReason).to.equal("by hand");
  });
});

describe("A disabled compute environment", () => {
  it("is passed by for the next one", () => {
    const scheduler = new Scheduler();
    scheduler.addEnvironment({ name: "off", maximum: room(4), largestInstance: room(4), enabled: false });
    scheduler.addEnvironment({ name: "on", maximum: room(1), largestInstance: room(1) });
    scheduler.addQueue({ name: "q", priority: 1, environments: ["off", "on"] });
    for (const id of ["a", "b"]) {
      scheduler.apply({ type: "submit", request: { id, queue: "q", ...room(1) } }, 0);
    }
    expect(scheduler.job("a")?.attempts[0]?.environment).to.equal("on");
    expect(scheduler.job("b")?.status).to.equal("RUNNABLE");
  });
});
