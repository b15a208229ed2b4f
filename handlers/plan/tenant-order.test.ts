import { expect } from "chai";
import fc from "fast-check";
import { interleave } from "./tenant-order.ts";

describe("planning: interleaving", () => {
  it("a tenant with many chunks does not push others to the end", () => {
    const order = interleave([
      { weight: 1, chunks: ["a1", "a2", "a3", "a4"] },
      { weight: 1, chunks: ["b1"] },
      { weight: 1, chunks: ["c1", "c2"] },
    ]);
    expect(order).to.deep.equal(["a1", "b1", "c1", "a2", "c2", "a3", "a4"]);
  });

  it("twice the weight: twice the turns", () => {
    const order = interleave([
      { weight: 1, chunks: ["a1", "a2", "a3"] },
      { weight: 2, chunks: ["b1", "b2", "b3", "b4"] },
    ]);
    expect(order).to.deep.equal(["b1", "a1", "b2", "b3", "a2", "b4", "a3"]);
  });

  it("no tenant's last chunk is later than its share allows", () => {
    const queue = fc.record({
      weight: fc.integer({ min: 1, max: 9 }),
      length: fc.integer({ min: 1, max: 40 }),
    });
    fc.assert(
      fc.property(fc.array(queue, { minLength: 1, maxLength: 8 }), (queues) => {
        const order = interleave(
          queues.map(({ weight, length }, q) => ({ weight, chunks: Array.from({ length }, () => q) })),
        );
        const weights = queues.reduce((sum, { weight }) => sum + weight, 0);
        queues.forEach(({ weight, length }, q) => {
          const before = queues.map((other) =>
            Math.min(other.length, Math.floor((length * other.weight) / weight)),
          );
          const latest = before.reduce((sum, count) => sum + count, 0);
          expect(order.lastIndexOf(q) + 1).to.be.at.most(latest);
          expect(latest).to.be.at.most((length * weights) / weight);
        });
      }),
    );
  });

  it("a tenant's chunks: keep their order", () => {
    const queue = fc.record({
      weight: fc.double({ min: 0.1, max: 100, noNaN: true }),
      length: fc.nat(20),
    });
    fc.assert(
      fc.property(fc.array(queue, { maxLength: 8 }), (queues) => {
        const order = interleave(
          queues.map(({ weight, length }, q) => ({
            weight,
            chunks: Array.from({ length }, (_, position) => ({ q, position })),
          })),
        );
        queues.forEach(({ length }, q) => {
          const own = order.filter((chunk) => chunk.q === q).map(({ position }) => position);
          expect(own).to.deep.equal(Array.from({ length }, (_, position) => position));
        });
      }),
    );
  });
});
