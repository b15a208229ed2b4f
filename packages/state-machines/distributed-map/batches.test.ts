import { expect } from "chai";
import fc from "fast-check";
import { batches } from "./batches.ts";

describe("batches", () => {
  const items = fc.array(fc.jsonValue({ maxDepth: 1 }).map((value) => JSON.parse(JSON.stringify(value))));

  it("hold every item once, in order, within the limits", () => {
    fc.assert(
      fc.property(
        items,
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 10, max: 200 }),
        (all, maxItems, maxBytes) => {
          const made = batches(all, { maxItems, maxBytes }, "shared");
          const contents = made.map(({ input }) => (input as { Items: unknown[] }).Items);
          expect(contents.flat(1)).to.deep.equal(all);
          for (const [index, { input, items: count }] of made.entries()) {
            expect(contents[index]).to.have.length(count);
            expect(count).to.be.within(1, maxItems);
            if (count > 1) expect(Buffer.byteLength(JSON.stringify(input))).to.be.at.most(maxBytes);
          }
        },
      ),
    );
  });

  it("are as full as can be", () => {
    const made = batches([1, 2, 3, 4], { maxBytes: Buffer.byteLength('{"Items":[1,2,3]}') });
    expect(made.map(({ items: count }) => count)).to.deep.equal([3, 1]);
  });
});
