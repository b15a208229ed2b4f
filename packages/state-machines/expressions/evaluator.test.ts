import { VirtualClock } from "@batchline/clock";
import { expect } from "chai";
import fc from "fast-check";
import { Evaluator, LargeResult } from "./evaluator.ts";

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

  it("$range includes its end, goes down too, and cuts off fractions", async () => {
    expect(await evaluate("$range(0, 10, 5)")).to.deep.equal([0, 5, 10]);
    expect(await evaluate("$range(3, 1, -1)")).to.deep.equal([3, 2, 1]);
    expect(await evaluate("$range(-1.7, 2, 1)")).to.deep.equal([-1, 0, 1, 2]);
    expect(await evaluate("$range(1, 1, 1)")).to.equal(1);
    expect(await evaluate("$count($range(1, 2000, 1))")).to.equal(2000);
    for (const nothing of ["$range(1, 5)", "$range(1, 5, 0)", "$range(5, 1, 1)"]) {
      expect(await failure(nothing)).to.include("returned nothing (undefined).");
    }
  });

  it("$hash knows the five algorithms", async () => {
    expect(await evaluate("$hash('abc', 'SHA-256')")).to.equal(
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    );
    expect(await evaluate("$hash('', 'MD5')")).to.equal("d41d8cd98f00b204e9800998ecf8427e");
    expect(await evaluate("$hash('abc', 'SHA-1')")).to.equal("a9993e364706816aba3e25717850c26c9cd0d89d");
    expect(await failure("$hash('abc', 'CRC32')")).to.include(
      "D3137: Hash algorithm 'CRC32' must be one of SHA-1, SHA-384, SHA-256, SHA-512, MD5",
    );
    expect(await failure("$hash('abc')")).to.include("returned nothing (undefined).");
  });

  it("$random gives the numbers of java.util.Random for a seed", async () => {
    expect(await evaluate("$random(42)")).to.equal(0.7275636800328681);
    expect(await evaluate("$random(0.9)")).to.equal(0.730967787376657);
    expect(await evaluate("$random(7)")).to.equal(0.7306990420600421);
    expect(await evaluate("$random()")).to.be.within(0, 1);
  });

  it("names the argument of its own functions that does not fit, or is one too many", async () => {
    const mismatches = [
      ["$range(1)", 2],
      ["$range(1, 2, 1, 'x')", 4],
      ["$random('x')", 1],
      ["$random(1, 2)", 2],
      ["$hash(42, 'MD5')", 1],
      ["$parse(null)", 1],
      ["$uuid('x')", 1],
    ] as const;
    for (const [source, argument] of mismatches) {
      expect(await failure(source), source).to.include(`T0410: Argument ${argument} of function`);
    }
    expect(await failure("$partition('ab', 2)")).to.include(
      'T0412: Argument 1 of function "partition" must be an array of undefined',
    );
    expect(await failure("$partition([1], -1)")).to.include("D3137: Second argument must be zero or greater");
  });

  it("$pad fills up with whole characters", async () => {
    expect(await evaluate("$pad('x', -5, 'ab')")).to.equal("ababx");
    expect(await evaluate("$pad('x', 3)")).to.equal("x  ");
    expect(await evaluate("$pad('long', 3, '#')")).to.equal("long");
  });

  it("writes what JSON has no number for as text, however deep", async () => {
    expect(await evaluate("1/0")).to.equal("Infinity");
    expect(await evaluate("-1/0")).to.equal("-Infinity");
    expect(await evaluate("0/0")).to.equal("NaN");
    expect(await evaluate("{'a': [1e308 * 10]}")).to.deep.equal({ a: ["Infinity"] });
    expect(await failure("$string(1/0)")).to.include("D3001");
  });

  it("writes large whole numbers in full, and 15 digits of others", async () => {
    expect(await evaluate("$string(1e20)")).to.equal("100000000000000000000");
    expect(await evaluate("$string(1e21)")).to.equal("1e+21");
    expect(await evaluate("'' & 9223372036854775808")).to.equal("9223372036854776000");
    expect(await evaluate("$string(1/3)")).to.equal("0.333333333333333");
  });

  it("$uuid makes version 4 UUIDs, and $parse reads JSON", async () => {
    expect(await evaluate("$uuid()")).to.match(
      /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/,
    );
    expect(await evaluate(`$parse('{"a":[1,null]}')`)).to.deep.equal({ a: [1, null] });
    for (const text of ["{", "", "[1] [2]", '{"a":1,"a":2}', "1e400"]) {
      expect(await failure(`$parse('${text}')`), text).to.include("D3137: Invalid JSON");
    }
    expect(await evaluate(`$parse('{"a":"b\\\\": ","c":{"a":1}}')`)).to.deep.equal({
      a: 'b": ',
      c: { a: 1 },
    });
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

  it("says of an error inside JSONata that it is one", async () => {
    expect(await failure("$formatInteger(5, $missing)")).to.match(
      /'Output' threw an internal error during evaluation. Cannot read properties of undefined/,
    );
  });

  it("refuses functions as values", async () => {
    for (const source of [
      "function($x) { $x }",
      "$sum",
      "{ 'f': [$sum] }",
      "[{ 'f': function($x) { $x } }]",
    ]) {
      expect(await failure(source)).to.include("returned an unsupported result type.");
    }
    expect(await evaluate("$string({ 'f': [function($x) { $x }] })")).to.equal('{"f":[""]}');
  });

  it("goes as deep as AWS does", async () => {
    const down = (depth: number) => `($f := function($x) { $x <= 0 ? 0 : 1 + $f($x - 1) }; $f(${depth}))`;
    const nested = (open: string, inner: string, close: string, depth: number) =>
      open.repeat(depth) + inner + close.repeat(depth);
    const pairs = [
      [nested("", "1", "+1", 99), nested("", "1", "+1", 100)],
      [nested("(", "1", ")", 99), nested("(", "1", ")", 100)],
      [nested("[", "1", "]", 99), nested("[", "1", "]", 100)],
      [nested("", "1", "~>$string", 99), nested("", "1", "~>$string", 100)],
      [down(31), down(32)],
    ] as const;
    for (const [deepest, tooDeep] of pairs) {
      await evaluate(deepest);
      expect(await failure(tooDeep), tooDeep).to.include(
        "threw an error during evaluation: Stack overflow error: Check for non-terminating recursive function. Consider rewriting as tail-recursive.",
      );
    }
  });

  it("evaluates the many fields of an object at the depth of one", async () => {
    const fields = Array.from({ length: 150 }, (_, field) => `'${field}': $f(${field % 9})`);
    const source = `($f := function($x) { $x = 0 ? 0 : 1 + $f($x - 1) }; $count($keys({${fields}})))`;
    expect(await evaluate(source)).to.equal(150);
  });

  it("has no memory for larger arrays and texts than AWS", async () => {
    expect(await evaluate("$count([1..873782])")).to.equal(873_782);
    const doubled = (times: number) =>
      `($d := function($s, $n) { $n = 0 ? $s : $d($s & $s, $n - 1) }; $length($d('x', ${times})))`;
    for (const source of ["$count([1..873783])", "[1..1e9]", doubled(23), "$pad('', 1e9)"]) {
      expect(await failure(source), source).to.include(
        "threw an error during evaluation: Expression evaluation memory limit exceeded: Check for excessive memory usage",
      );
    }
  });

  it("puts no more values together than a state may pass on", async () => {
    const text = "x".repeat(200_000);
    const template = Array.from({ length: 50_000 }, () => "{% $text %}");
    const large = await evaluator.evaluate(template, "Output", { text }).catch((error: Error) => error);
    expect(large).to.be.instanceOf(LargeResult);
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
