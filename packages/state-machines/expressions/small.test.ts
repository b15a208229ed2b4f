import { VirtualClock } from "@batchline/clock";
import { expect } from "chai";
import jsonata from "jsonata";
import { Evaluator, LargeResult } from "./evaluator.ts";
import { Expressions } from "./expressions.ts";
import { isSmall, lookUp, readBy, type Tree } from "./small.ts";

describe("a small expression", () => {
  const states = { input: { n: 1, list: [1], none: [], null: null, deep: { a: "x" }, and: 2 }, context: {} };

  it("that is a path through objects has the value that JSONata gives it", async () => {
    const variables = { states, n: 5 };
    const fields = ["n", "list", "none", "deep", "deep.a", "list.x", "deep.a.b", "missing", "null", "and"];
    for (const source of [...fields.map((field) => `$states.input.${field}`), "$n", "$sum", "$missing"]) {
      const evaluated = await new Expressions().evaluate({ source, variables, now: 0 });
      const found = lookUp(source, variables);
      if (found === undefined) continue;
      expect(evaluated, source).to.deep.equal({ json: JSON.stringify(found) });
    }
    expect(lookUp("$states.input.deep.a", variables)).to.equal("x");
    expect(lookUp("$states.input.list", variables)).to.equal(states.input.list);
    for (const other of ["$states.input.list.x", "$missing", "$states.input.and", "$n + 1", "n"]) {
      expect(lookUp(other, variables), other).to.equal(undefined);
    }
  });

  it("has neither loops, functions of its own, ranges nor patterns", () => {
    const tree = (source: string) => jsonata(source).ast() as unknown as Tree;
    const text = Array.from({ length: 20 }, (_, part) => `$a.b & '${part}'`).join(" & ");
    for (const small of [
      "$a.b + 1",
      "$a.b[0].c",
      "$exists($a) and $count($a.b) > 2 ? {'x': [$a, -$b]} : $merge([$a, $b])",
      text,
    ]) {
      expect(isSmall(tree(small)), small).to.equal(true);
    }
    const nested = `${"$string([".repeat(9)}$a${"])".repeat(9)}`;
    for (const other of [
      "$map($a, $string)",
      "($f := function() { 1 }; $f())",
      "[1..10]",
      "$a[b = 1]",
      "$a.(b)",
      "$a^(b)",
      "$match($a, /b/)",
      "$pad($a, 10)",
      "$a.*",
      "$a{b: c}",
      nested,
    ]) {
      expect(isSmall(tree(other)), other).to.equal(false);
    }
  });

  it("is so only with little data", () => {
    const expressions = new Expressions();
    const isSmallWith = (text: string) =>
      expressions.isSmall({ source: "$a & '!'", variables: { a: { b: [text] } }, now: 0 });
    expect(isSmallWith("x".repeat(1000))).to.equal(true);
    expect(isSmallWith("x".repeat(30_000))).to.equal(false);
  });

  it("is given the variables and the fields of $states that it may read", () => {
    const variables = { states, a: 1, b: 2 };
    const read = (source: string) => readBy(source, variables);
    expect(read("$a + $states.input.n")).to.deep.equal({ a: 1, states: { input: { n: 1 } } });
    expect(read("$states.input.deep.a & $states.input.deep")).to.deep.equal({
      states: { input: { deep: { a: "x" } } },
    });
    expect(read("$states.input & $states.input.n")).to.deep.equal({ states: { input: states.input } });
    expect(read("$lookup($states, 'input')")).to.deep.equal({ states });
    expect(read("$states .context")).to.deep.equal({ states });
    expect(read("$states.input.deep.a.(%.b)")).to.deep.equal({ states });
    expect(read("$states.input.list.x.y + $missing.z")).to.deep.equal({ states: { input: { list: [1] } } });
    expect(readBy("1", variables)).to.deep.equal({});
  });

  it("that returns more than any state may pass on is told apart from one that fails", async () => {
    const evaluator = new Evaluator(new VirtualClock());
    const large = evaluator.evaluate("{% $pad('', 2000000) %}", "Output", {});
    expect(await large.catch((error: Error) => error)).to.be.instanceOf(LargeResult);
  });
});
