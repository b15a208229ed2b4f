import { expect } from "chai";
import type { FairShare } from "./fair-share.ts";
import { Scheduler } from "./scheduler.ts";

const minute = 60_000;

/** A queue of `vcpus` whose jobs take one each. */
class Bench {
  readonly scheduler = new Scheduler();
  #count = 0;

  constructor(vcpus: number, policy: Partial<FairShare> = {}) {
    const room = { vcpus, memoryMiB: vcpus * 1024 };
    this.scheduler.pool.putEnvironment({ name: "e", maximum: room, largestInstance: room });
    const fairShare = { decayMs: 10 * minute, reservation: 0, weightOf: () => 1, ...policy };
    this.scheduler.pool.putQueue({ name: "q", priority: 1, environments: ["e"], fairShare });
  }

  submit(share: string, count: number, at = 0, priority = 0): string[] {
    return Array.from({ length: count }, () => {
      const id = `${share}-${this.#count++}`;
      const request = { id, queue: "q", vcpus: 1, memoryMiB: 1024, share, priority };
      this.scheduler.apply({ type: "submit", request }, at);
      return id;
    });
  }

  end(id: string | undefined, at: number): void {
    this.scheduler.apply({ type: "ended", jobId: id ?? "", attempt: 1, outcome: { exitCode: 0 } }, at);
  }

  running(): string[] {
    return [...this.scheduler.jobs()].filter(({ status }) => status === "STARTING").map(({ id }) => id);
  }

  /** How many jobs of each share run now. */
  shares(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const id of this.running()) {
      const share = id.slice(0, id.indexOf("-"));
      counts[share] = (counts[share] ?? 0) + 1;
    }
    return counts;
  }
}

describe("Batch fair-share scheduling", () => {
  it("starts an unused share before another's backlog", () => {
    const bench = new Bench(2);
    const [first] = bench.submit("a", 100);
    const [late] = bench.submit("b", 1, minute);
    bench.end(first, 2 * minute);
    expect(bench.running()).to.include(late);
  });

  it("divides vCPUs by weight factors: a lower one gets more", () => {
    const bench = new Bench(28, { weightOf: (share) => ({ half: 0.5, double: 2 })[share] ?? 1 });
    const [blocker] = bench.submit("z", 28);
    for (const share of ["double", "one", "half"]) bench.submit(share, 1000);
    bench.end(blocker, 0);
    // Everything that runs ends every minute; the first half hour is left out, until the usage has settled.
    let [half, one, double] = [0, 0, 0];
    for (let at = minute; at <= 50 * minute; at += minute) {
      for (const id of bench.running()) bench.end(id, at);
      if (at <= 30 * minute) continue;
      const shares = bench.shares();
      half += shares.half ?? 0;
      one += shares.one ?? 0;
      double += shares.double ?? 0;
    }
    expect(half / one).to.be.within(1.7, 2.3);
    expect(one / double).to.be.within(1.7, 2.3);
  });

  it("counts past usage of a share, which decays", () => {
    const next = (idle: number) => {
      const bench = new Bench(1);
      const [heavy] = bench.submit("heavy", 1);
      bench.end(heavy, 30 * minute);
      const [light] = bench.submit("light", 1, 30 * minute);
      bench.end(light, 31 * minute);
      const at = 31 * minute + idle;
      const [blocker] = bench.submit("other", 1, at);
      bench.submit("heavy", 1, at);
      bench.submit("light", 1, at + 1);
      bench.end(blocker, at + 2);
      return bench.shares();
    };
    expect(next(0)).to.deep.equal({ light: 1 });
    // After many times the decay both have used nothing that counts: who came first.
    expect(next(10_000 * minute)).to.deep.equal({ heavy: 1 });
  });

  it("starts jobs of higher priority first within a share, not across shares", () => {
    const bench = new Bench(1);
    const [blocker] = bench.submit("a", 1);
    const [low] = bench.submit("a", 1);
    const [high] = bench.submit("a", 1, 0, 9);
    const [other] = bench.submit("b", 1);
    const order: (string | undefined)[] = [];
    for (let at = 1, id = blocker; id !== undefined && at < 10; at++) {
      bench.end(id, at * minute);
      [id] = bench.running();
      if (id !== undefined) order.push(id);
    }
    expect(order).to.deep.equal([other, high, low]);
  });

  it("keeps the reservation for inactive shares", () => {
    const bench = new Bench(8, { reservation: 50 });
    const running = ["a", "b", "c"].map((share) => {
      bench.submit(share, 20);
      expect(bench.shares()).to.include.keys(share);
      return bench.running().length;
    });
    // 8 − 8 × 0.5 ^ active shares, in whole jobs.
    expect(running).to.deep.equal([4, 6, 7]);
  });

  it("starts a job that exceeds the reservation if no other job runs", () => {
    const bench = new Bench(4, { reservation: 99 });
    bench.submit("a", 2);
    expect(bench.shares()).to.deep.equal({ a: 1 });
  });
});
