import { expect } from "chai";
import fc from "fast-check";
import { realClock, VirtualClock } from "./clock.ts";

describe("VirtualClock", () => {
  it("runs actions in the order of their times, then of scheduling", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20), { maxLength: 60 }), (delays) => {
        const clock = new VirtualClock();
        const ran: { at: number; order: number }[] = [];
        delays.forEach((ms, order) => {
          clock.after(ms, () => ran.push({ at: clock.now(), order }));
        });
        while (clock.step());
        const expected = delays
          .map((at, order) => ({ at, order }))
          .sort((a, b) => a.at - b.at || a.order - b.order);
        expect(ran).to.deep.equal(expected);
      }),
    );
  });

  it("does not run cancelled actions", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(20), fc.boolean()), { maxLength: 60 }), (timers) => {
        const clock = new VirtualClock();
        const ran = new Set<number>();
        const cancels = timers.map(([ms], id) => clock.after(ms, () => ran.add(id)));
        timers.forEach(([, cancelled], id) => {
          if (cancelled) cancels[id]?.();
        });
        while (clock.step());
        expect([...ran].sort((a, b) => a - b)).to.deep.equal(
          timers.flatMap(([, cancelled], id) => (cancelled ? [] : [id])),
        );
      }),
    );
  });

  it("advance runs all actions that are due, also newly scheduled ones", () => {
    const clock = new VirtualClock(1_000);
    const ran: number[] = [];
    const every = () => {
      ran.push(clock.now());
      clock.after(10, every);
    };
    clock.after(10, every);
    clock.advance(35);
    expect(ran).to.deep.equal([1_010, 1_020, 1_030]);
    expect(clock.now()).to.equal(1_035);
  });

  it("runs exactly the uncancelled ones of 200,000 timers", () => {
    const clock = new VirtualClock();
    let ran = 0;
    for (let i = 0; i < 200_000; i++) {
      const cancel = clock.after((i * 7919) % 100_003, () => ran++);
      if (i % 2 === 0) cancel();
    }
    while (clock.step());
    expect(ran).to.equal(100_000);
  });
});

describe("realClock", () => {
  it("a timer of more than 24.8 days does not fire at once", async () => {
    let fired = false;
    const cancel = realClock.after(60 * 24 * 3600 * 1000, () => {
      fired = true;
    });
    await new Promise<void>((done) => realClock.after(5, done));
    cancel();
    expect(fired).to.equal(false);
  });
});
