import { VirtualClock } from "@batchline/clock";
import { expect } from "chai";
import fc from "fast-check";
import { Evaluator } from "./evaluator.ts";

describe("expressions", () => {
  const evaluator = new Evaluator(new VirtualClock(Date.parse("2026-02-03T04:05:06.007Z")));
  const evaluate = (source: string, variables = {}) =>
    evaluator.evaluate(`{% ${source} %}`, "Output", variables);
  const failure = async (source: string): Promise<string> => {
    const value = await evaluate(source).catch((error: Error) => error);
    expect(value).to.be.instanceOf(Error);
    return (value as Error).message;
  };

  it("$partition cuts an array into chunks that together are the array", async () => {
    expect(await evaluate("$partition([1,2,3,4,5], 2)")).to.deep.equal([[1, 2], [3, 4], [5]]);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer(), { minLength: 1 }),
        fc.integer({ min: 1, max: 9 }),
        async (items, size) => {
          const chunks = (await evaluate("$partition($items, $size)", { items, size })) as number[][];
          expect(chunks.flat()).to.deep.equal(items);
          expect(Math.max(...chunks.map(({ length }) => length))).to.be.at.most(size);
        },
      ),
    );
  });

  it("$range includes its end and goes down too", async () => {
    expect(await evaluate("$range(0, 10, 5)")).to.deep.equal([0, 5, 10]);
    expect(await evaluate("$range(3, 1, -1)")).to.deep.equal([3, 2, 1]);
    expect(await failure("$range(0, 5000, 1)")).to.include("more than 1000 items");
  });

  it("$hash knows the five algorithms", async () => {
    expect(await evaluate("$hash('abc', 'SHA-256')")).to.equal(
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    );
    expect(await evaluate("$hash('', 'MD5')")).to.equal("d41d8cd98f00b204e9800998ecf8427e");
    expect(await evaluate("$hash('abc', 'SHA-1')")).to.equal("a9993e364706816aba3e25717850c26c9cd0d89d");
    expect(await failure("$hash('abc', 'CRC32')")).to.include("MD5, SHA-1, SHA-256, SHA-384, SHA-512");
  });

  it("$random repeats itself for a seed", async () => {
    const [a, b, c] = [
      await evaluate("$random(42)"),
      await evaluate("$random(42)"),
      await evaluate("$random(43)"),
    ];
    expect(a).to.equal(b).and.to.not.equal(c);
    expect(await evaluate("$random()")).to.be.within(0, 1);
  });

  it("$uuid makes version 4 UUIDs, and $parse reads JSON", async () => {
    expect(await evaluate("$uuid()")).to.match(
      /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/,
    );
    expect(await evaluate(`$parse('{"a":[1,null]}')`)).to.deep.equal({ a: [1, null] });
    expect(await failure("$parse('{')")).to.include("threw an error during evaluation");
  });

  it("has no $eval", async () => {
    expect(await failure("$eval('1+1')")).to.include("T1006");
  });

  it("reads the time of the given clock", async () => {
    expect(await evaluate("$now()")).to.equal("2026-02-03T04:05:06.007Z");
    expect(await evaluate("$now('[Y0001]/[M01]')")).to.equal("2026/02");
    expect(await evaluate("$millis()")).to.equal(Date.parse("2026-02-03T04:05:06.007Z"));
  });

  it("names the expression, the field and JSONata's code when one fails", async () => {
    expect(await failure("1 + 'a'")).to.equal(
      "The JSONata expression '1 + 'a'' specified for the field 'Output' threw an error during evaluation. " +
        'T2002: The right side of the "+" operator must evaluate to a number',
    );
  });

  it("refuses functions as values", async () => {
    for (const source of ["function($x) { $x }", "$sum", "{ 'f': [$sum] }"]) {
      expect(await failure(source)).to.include("unexpected result type. Expected JSON, but was 'function'");
    }
  });

  it("stops an expression that never ends", async () => {
    expect(await failure("($f := function($n) { $f($n + 1) + 1 }; $f(0))")).to.include("D1011");
  });

  it("passes any JSON through unchanged", async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        const plain = JSON.parse(JSON.stringify(value));
        expect(await evaluate("$value", { value: plain })).to.deep.equal(plain);
      }),
    );
  });
});
