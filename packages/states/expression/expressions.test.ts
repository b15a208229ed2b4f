import { anyCharacter } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import fc from "fast-check";
import { StatesError } from "../build.ts";
import {
  conditional,
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
import { variable } from "../testing/variable.ts";

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
