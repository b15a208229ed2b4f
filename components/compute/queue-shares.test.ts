import { expect } from "chai";
import fc from "fast-check";
import { weightOf } from "./queue-shares.ts";

describe("the weight of a share", () => {
  const shares = fc.double({ min: 0.01, max: 5_000, noNaN: true });

  it("is one that Batch takes, and that survives 32 bits and four decimals", () => {
    fc.assert(
      fc.property(shares, (share) => {
        const weight = weightOf(share);
        expect(weight).to.be.within(0.0001, 999.9999).and.equal(Math.fround(weight));
        expect(Math.fround(Number(weight.toFixed(4)))).to.equal(weight);
        expect(weight).to.be.closeTo(1 / share, 0.000_06);
      }),
    );
  });

  it("is exact for a half, a quarter and the like", () => {
    expect([0.5, 1, 2, 4, 16].map(weightOf)).to.deep.equal([2, 1, 0.5, 0.25, 0.0625]);
  });
});
