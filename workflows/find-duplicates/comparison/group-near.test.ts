import { expect } from "chai";
import fc from "fast-check";
import { bitsOf, distance, groupNear } from "./group-near.ts";

const hex = (bits: bigint) => bits.toString(16).padStart(16, "0");
const any64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
/** Hashes of which many are near each other: a few, with some of their bits flipped. */
const hashes = fc
  .array(any64, { minLength: 1, maxLength: 4 })
  .chain((centres) =>
    fc.array(
      fc
        .tuple(fc.constantFrom(...centres), fc.array(fc.integer({ min: 0, max: 63 }), { maxLength: 10 }))
        .map(([centre, flips]) => hex(flips.reduce((bits, flip) => bits ^ (1n << BigInt(flip)), centre))),
      { maxLength: 40 },
    ),
  )
  .map((all) => [...new Set(all)]);
const near = fc.integer({ min: 0, max: 12 });

/** Compares all with all, and spreads each group until nothing is added. */
function bruteForce(all: readonly string[], maxDistance: number): string[][] {
  const left = new Set(all.toSorted());
  const groups: string[][] = [];
  for (const first of left) {
    const group = [first];
    left.delete(first);
    for (const member of group) {
      for (const other of left) {
        if (distance(bitsOf(member), bitsOf(other)) > maxDistance) continue;
        group.push(other);
        left.delete(other);
      }
    }
    if (group.length > 1) groups.push(group.toSorted());
  }
  return groups;
}

describe("the distance of two hashes", () => {
  it("is the number of bits in which they differ", () => {
    fc.assert(
      fc.property(any64, any64, (a, b) => {
        const expected = (a ^ b).toString(2).replaceAll("0", "").length;
        expect(distance(bitsOf(hex(a)), bitsOf(hex(b)))).to.equal(expected);
      }),
    );
  });
});

describe("groups of near hashes", () => {
  it("are those that comparing all with all finds", () => {
    fc.assert(
      fc.property(hashes, near, (all, maxDistance) => {
        expect(groupNear(all, maxDistance)).to.deep.equal(bruteForce(all, maxDistance));
      }),
    );
  });

  it("do not depend on the order", () => {
    fc.assert(
      fc.property(hashes, near, (all, maxDistance) => {
        expect(groupNear(all.toReversed(), maxDistance)).to.deep.equal(groupNear(all, maxDistance));
      }),
    );
  });

  it("reach from neighbour to neighbour", () => {
    const chain = ["0000000000000000", "0000000000000003", "000000000000000f"];
    expect(groupNear(chain, 2)).to.deep.equal([chain]);
    expect(groupNear(chain, 1)).to.deep.equal([]);
  });
});
