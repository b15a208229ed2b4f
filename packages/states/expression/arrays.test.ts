import { expect } from "chai";
import fc from "fast-check";
import { conditional, value } from "../index.ts";
import { evaluate } from "../testing/evaluate.ts";
import { variable } from "../testing/variable.ts";

describe("arrays in expressions", () => {
  type Nested = number | Nested[];
  const { nested } = fc.letrec<{ nested: Nested }>((tie) => ({
    nested: fc.oneof({ maxDepth: 3 }, fc.integer(), fc.array(tie("nested"), { maxLength: 3 })),
  }));
  // Its elements may be arrays, too. The compiled expression cannot know that.
  const list = variable<number[]>("list");
  const lists = fc.array(nested, { maxLength: 4 });

  it("map to arrays of the same length, also for zero and one elements and for arrays of arrays", () =>
    fc.assert(
      fc.asyncProperty(lists, async (given) => {
        const compiled = list.map((item, index) => ({ pair: [item, [item]], index }));
        expect(await evaluate(compiled, { list: given })).to.deep.equal(
          given.map((item, index) => ({ pair: [item, [item]], index })),
        );
        expect(
          await evaluate(
            list.map((item) => item),
            { list: given },
          ),
        ).to.deep.equal(given);
        expect(
          await evaluate(
            list.map((item) => [item]),
            { list: given },
          ),
        ).to.deep.equal(given.map((item) => [item]));
      }),
    ));

  it("filter to arrays, also of zero and one elements, by element and by index", () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 2 })),
        async (given) => {
          const rows = variable<number[][]>("rows");
          expect(
            await evaluate(
              rows.filter((row) => row.count().eq(1)),
              { rows: given },
            ),
          ).to.deep.equal(given.filter((row) => row.length === 1));
          expect(
            await evaluate(
              rows.filter((_, index) => index.modulo(2).eq(0)),
              { rows: given },
            ),
          ).to.deep.equal(given.filter((_, index) => index % 2 === 0));
        },
      ),
    ));

  it("map inside a map, each with its own element", async () => {
    const rows = variable<number[][]>("rows");
    const item = variable<number>("item");
    const compiled = rows.map((row) => row.map((cell, x) => cell.plus(row.count()).plus(x).plus(item)));
    expect(await evaluate(compiled, { rows: [[1, 2], [3]], item: 100 })).to.deep.equal([[103, 105], [104]]);
  });

  it("have a count, elements by index from both ends, and includes", async () => {
    const numbers = variable<number[]>("numbers");
    const has = { numbers: [10, 20, 30] };
    expect(await evaluate(numbers.count(), has)).to.equal(3);
    expect(await evaluate(numbers.at(0).orElse(-1), has)).to.equal(10);
    expect(await evaluate(numbers.at(-1).orElse(-1), has)).to.equal(30);
    expect(await evaluate(numbers.at(3).orElse(-1), has)).to.equal(-1);
    expect(await evaluate(numbers.includes(20), has)).to.equal(true);
    expect(await evaluate(numbers.includes(21), has)).to.equal(false);
    expect(await evaluate(numbers.concat([40]), has)).to.deep.equal([10, 20, 30, 40]);
    expect(await evaluate(numbers.count(), { numbers: [] })).to.equal(0);
  });

  it("have sum for numbers and join for strings", async () => {
    const numbers = variable<number[]>("numbers");
    const words = variable<string[]>("words");
    expect(await evaluate(numbers.sum(), { numbers: [1, 2, 3] })).to.equal(6);
    expect(await evaluate(numbers.sum(), { numbers: [] })).to.equal(0);
    expect(await evaluate(words.join(", "), { words: ["a", "b"] })).to.equal("a, b");
    expect(await evaluate(words.join(", "), { words: [] })).to.equal("");
  });

  it("have distinct, max and min", async () => {
    const x = variable<number[]>("x");
    const found = { once: x.distinct(), max: x.max().orNull(), min: x.min().orNull() };
    expect(await evaluate(found, { x: [3, 1, 3] })).to.deep.equal({ once: [3, 1], max: 3, min: 1 });
    expect(await evaluate(found, { x: [] })).to.deep.equal({ once: [], max: null, min: null });
    const pairs = variable<number[][]>("x");
    expect(await evaluate(pairs.distinct(), { x: [[1, 2]] })).to.deep.equal([[1, 2]]);
  });

  it("stay separate in an array literal", async () => {
    const x = variable<number[]>("x");
    const y = variable<number>("y");
    for (const given of [[], [1], [1, 2]]) {
      expect(await evaluate(conditional(value(1).eq(1), [x, y, [x]], []), { x: given, y: 9 })).to.deep.equal([
        given,
        9,
        [given],
      ]);
    }
  });
});
