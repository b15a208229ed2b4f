import { anyCharacter } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import fc from "fast-check";
import { StatesError } from "../build.ts";
import {
  conditional,
  type Expr,
  keys,
  merge,
  now,
  parse,
  rawJsonata,
  stringify,
  text,
  typed,
  uuid,
  value,
} from "../index.ts";
import { evaluate } from "../testing/evaluate.ts";
import { codesOf } from "../testing/problems.ts";
import { expr } from "./expr.ts";

/** A workflow variable of that name, for `evaluate`. */
const variable = <T>(hint: string): Expr<T> => expr({ kind: "variable", variable: { hint } });

describe("expressions", () => {
  describe("fields", () => {
    it("may have any name", () =>
      fc.assert(
        fc.asyncProperty(fc.string({ unit: anyCharacter }), fc.integer(), async (key, given) => {
          fc.pre(key !== "__proto__" && key !== "then");
          const x = variable<Record<string, number>>("x");
          expect(await evaluate(x[key], { x: { [key]: given } })).to.equal(given);
        }),
      ));

    for (const word of [
      "and",
      "or",
      "in",
      "true",
      "null",
      "function",
      "count",
      "map",
      "a b",
      "ł",
      "$x",
      "%",
      "",
    ]) {
      it(`may have the name ${JSON.stringify(word)}`, async () => {
        const x = variable<Record<string, number>>("x");
        expect(await evaluate(x[word], { x: { [word]: 7 } })).to.equal(7);
      });
    }

    it("are read from any expression, not only from variables", async () => {
      const x = variable<{ a: number }>("x");
      expect(await evaluate(conditional(value(1).eq(2), { a: 1 }, x).a, { x: { a: 5 } })).to.equal(5);
    });

    it("keep an array of one element an array", async () => {
      const x = variable<{ list: { n: number }[] }>("x");
      expect(await evaluate(x.list, { x: { list: [{ n: 1 }] } })).to.deep.equal([{ n: 1 }]);
    });
  });

  describe("operations", () => {
    const a = variable<number>("a");
    const b = variable<number>("b");
    const numbers: [string, Expr<number | boolean>, (a: number, b: number) => number | boolean][] = [
      ["plus", a.plus(b), (x, y) => x + y],
      ["minus", a.minus(b), (x, y) => x - y],
      ["times", a.times(b), (x, y) => x * y],
      ["modulo", a.modulo(b), (x, y) => x % y],
      ["eq", a.eq(b), (x, y) => x === y],
      ["ne", a.ne(b), (x, y) => x !== y],
      ["lt", a.lt(b), (x, y) => x < y],
      ["lte", a.lte(b), (x, y) => x <= y],
      ["gt", a.gt(b), (x, y) => x > y],
      ["gte", a.gte(b), (x, y) => x >= y],
      ["a chain", a.minus(b.minus(a)).times(a.plus(b)), (x, y) => (x - (y - x)) * (x + y)],
      ["a negative literal", a.minus(-3).times(-2), (x) => (x - -3) * -2],
    ];
    for (const [name, compiled, direct] of numbers) {
      it(`on numbers have JavaScript's results: ${name}`, () =>
        fc.assert(
          fc.asyncProperty(
            fc.integer({ min: -1000, max: 1000 }),
            fc.integer({ min: 1, max: 1000 }),
            async (x, y) => {
              const result = await evaluate(compiled, { a: x, b: y });
              expect(result === 0 ? 0 : result).to.equal(direct(x, y) === 0 ? 0 : direct(x, y));
            },
          ),
        ));
    }

    it("on strings find starts and ends as JavaScript does", () =>
      fc.assert(
        fc.asyncProperty(fc.string({ maxLength: 4 }), fc.string({ maxLength: 2 }), async (all, part) => {
          const s = variable<string>("s");
          const found = [s.startsWith(part), s.endsWith(part)];
          expect(await evaluate(found, { s: all })).to.deep.equal([all.startsWith(part), all.endsWith(part)]);
        }),
      ));

    it("round numbers, drop their signs, and replace in strings", async () => {
      const x = variable<number>("x");
      const found = [x.abs(), x.round(), x.round(1)];
      expect(await evaluate(found, { x: -2.56 })).to.deep.equal([2.56, -3, -2.6]);
      expect(await evaluate(value("a-b-c").replace("-", "."))).to.equal("a.b.c");
    });

    it("on booleans are evaluated in the order of their calls", () => {
      const [p, q, r] = ["p", "q", "r"].map((name) => variable<boolean>(name)) as [
        Expr<boolean>,
        Expr<boolean>,
        Expr<boolean>,
      ];
      const compiled = p.or(q).and(r.not()).or(q.and(r), p.not().eq(q));
      return fc.assert(
        fc.asyncProperty(fc.boolean(), fc.boolean(), fc.boolean(), async (x, y, z) => {
          expect(await evaluate(compiled, { p: x, q: y, r: z })).to.equal(
            ((x || y) && !z) || (y && z) || !x === y,
          );
        }),
      );
    });

    it("on strings have the results of their names", async () => {
      const s = variable<string>("s");
      const has = { s: "Grüße, 😀!" };
      expect(await evaluate(s.contains("ß"), has)).to.equal(true);
      expect(await evaluate(s.length(), has)).to.equal(9);
      expect(await evaluate(s.substring(0, 3), has)).to.equal("Grü");
      expect(await evaluate(s.substring(-1), has)).to.equal("!");
      expect(await evaluate(s.uppercase().eq("GRÜSSE, 😀!"), has)).to.equal(true);
      expect(await evaluate(s.split(", "), has)).to.deep.equal(["Grüße", "😀!"]);
      expect(await evaluate(value("one").split(","))).to.deep.equal(["one"]);
      expect(await evaluate(value("  a   b ").trim())).to.equal("a b");
      expect(await evaluate(value("2.5").toNumber().plus(1))).to.equal(3.5);
      expect(await evaluate([value(2.5).floor(), value(2.5).ceil()])).to.deep.equal([2, 3]);
    });
  });

  describe("arrays", () => {
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
        expect(
          await evaluate(conditional(value(1).eq(1), [x, y, [x]], []), { x: given, y: 9 }),
        ).to.deep.equal([given, 9, [given]]);
      }
    });
  });

  describe("operations of optional values", () => {
    const x = variable<{ a?: string | null; deep?: { b?: number } }>("x");

    it("fall back when the value is absent or null", async () => {
      for (const given of [{}, { a: null }])
        expect(await evaluate(x.a.orElse("z"), { x: given })).to.equal("z");
      expect(await evaluate(x.a.orElse("z"), { x: { a: "" } })).to.equal("");
      expect(await evaluate(x.deep.b.orElse(5), { x: {} })).to.equal(5);
      expect(await evaluate(x.deep.b.orElse(5), { x: { deep: { b: 0 } } })).to.equal(0);
    });

    it("return null when the value is absent", async () => {
      expect(await evaluate(x.a.orNull(), { x: {} })).to.equal(null);
      expect(await evaluate(x.a.orNull(), { x: { a: "v" } })).to.equal("v");
    });

    it("leave only the absent value's key out of an object", async () => {
      const compiled = { a: x.a.orOmit(), deep: { b: x.deep.b.orOmit(), c: 1 }, d: [x.deep.b.orElse(0)] };
      expect(await evaluate(compiled, { x: {} })).to.deep.equal({ deep: { c: 1 }, d: [0] });
      expect(await evaluate(compiled, { x: { a: "v", deep: { b: 2 } } })).to.deep.equal({
        a: "v",
        deep: { b: 2, c: 1 },
        d: [2],
      });
    });

    it("check whether the value is present", async () => {
      expect(await evaluate(x.a.isPresent(), { x: {} })).to.equal(false);
      expect(await evaluate(x.a.isPresent(), { x: { a: null } })).to.equal(false);
      expect(await evaluate(x.a.isPresent(), { x: { a: "" } })).to.equal(true);
    });
  });

  describe("functions", () => {
    it("text joins strings, numbers and booleans", async () => {
      const n = variable<number>("n");
      expect(await evaluate(text`${n} of ${"it's"}${n}, ${true}`, { n: 3 })).to.equal("3 of it's3, true");
      expect(await evaluate(text`${n}`, { n: 3 })).to.equal("3");
      expect(await evaluate(text``)).to.equal("");
      expect(await evaluate(text`${1}${2}`)).to.equal("12");
    });

    it("conditional evaluates only the side that it returns", async () => {
      const n = variable<number>("n");
      expect(await evaluate(conditional(n.eq(0), 0, value(1).dividedBy(n)), { n: 0 })).to.equal(0);
    });

    it("merge lets the second win", async () => {
      const x = variable<{ a: number; b: number }>("x");
      expect(await evaluate(merge(x, { b: 9, c: 3 }), { x: { a: 1, b: 2 } })).to.deep.equal({
        a: 1,
        b: 9,
        c: 3,
      });
    });

    it("stringify and parse are inverse", async () => {
      const x = variable<{ a: number[] }>("x");
      expect(await evaluate(stringify(x), { x: { a: [1] } })).to.equal('{"a":[1]}');
      const back = parse<{ a: number[] }>(stringify(x)).a;
      const parsing = { x: { a: [1] }, parse: (json: string) => JSON.parse(json) };
      expect(await evaluate(back, parsing)).to.deep.equal([1]);
    });

    it("keys returns an array, also for zero and one fields", async () => {
      const x = variable<Record<string, number>>("x");
      for (const given of [{}, { a: 1 }, { a: 1, b: 2 }]) {
        expect(await evaluate(keys(x), { x: given })).to.deep.equal(Object.keys(given));
      }
    });

    it("now and uuid are evaluated by the machine", async () => {
      expect(await evaluate(now())).to.match(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      expect(await evaluate(uuid(), { uuid: () => "an id" })).to.equal("an id");
    });

    it("rawJsonata inserts expressions as units", async () => {
      const n = variable<number>("n");
      expect(await evaluate(rawJsonata<number>`$sum([1, 2]) * ${n.plus(1)}`, { n: 3 })).to.equal(12);
      expect(await evaluate(rawJsonata<number>`${n} > 2 ? 1 : 0`.plus(1), { n: 3 })).to.equal(2);
    });

    it("typed gives a literal the named type", async () => {
      expect(await evaluate(typed<{ a?: number }>({ a: 1 }).a.orElse(0))).to.equal(1);
    });
  });

  describe("used as values", () => {
    const x = variable<{ a: string }>("x");
    for (const [what, use] of [
      ["in a template literal", () => `${x.a}`],
      ["in arithmetic", () => Number(x.a)],
      ["spread into an object", () => ({ ...x })],
      ["spread into an array", () => [...(x as unknown as Iterable<unknown>)]],
      ["searched with in", () => "a" in x],
      ["written to", () => Object.assign(x, { a: "" })],
    ] as const) {
      it(`throw ${what}`, () => {
        expect(use)
          .to.throw(StatesError, /packages\/states\/expression\/expressions\.test\.ts:\d+:\d+: BL-S014/)
          .with.property("fix");
      });
    }

    it("throw for an unknown operation", () => {
      const call = () => (x.a as unknown as { reverse(): unknown }).reverse();
      expect(codesOf(call)).to.deep.equal(["BL-S015"]);
    });

    it("are not taken for a promise", async () => {
      expect(await (x as unknown as Promise<unknown>)).to.equal(x);
    });
  });
});
