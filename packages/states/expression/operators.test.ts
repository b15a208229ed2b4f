import { expect } from "chai";
import fc from "fast-check";
import { type Expr, value } from "../index.ts";
import { evaluate } from "../testing/evaluate.ts";
import { variable } from "../testing/variable.ts";

describe("operations of expressions", () => {
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
});
