import { realClock } from "@batchline/clock";
import { expect } from "chai";
import { Evaluator } from "../expressions/evaluator.ts";
import { AbortedError } from "../state-error.ts";
import { SideThread } from "./side-thread.ts";

describe("the side thread", () => {
  const thread = new SideThread();
  const evaluate = (source: string, variables = {}) => thread.evaluate({ source, variables, now: 0 });
  after(() => thread.close());

  it("evaluates what the evaluator gives it, in order", async () => {
    const evaluator = new Evaluator(realClock, thread);
    const variables = { states: { input: { list: [1, 2, 3] } }, factor: 10 };
    const all = [
      "$map($states.input.list, function($x) { $x * $factor })",
      "$sum([1..100])",
      "$range(1, 3, 1)",
    ];
    const values = all.map((source) => evaluator.evaluate(`{% ${source} %}`, "Output", variables));
    expect(await Promise.all(values)).to.deep.equal([[10, 20, 30], 5050, [1, 2, 3]]);
  });

  it("is stopped by a pattern that backtracks without end, holds nobody up, and goes on with the next work", async () => {
    const short = new SideThread({ evaluate: 500 });
    let ticks = 0;
    const ticking = setInterval(() => ticks++, 20);
    const text = `${"a".repeat(60)}b`;
    const endless = short.evaluate({ source: "$match($text, /^(a+)+$/)", variables: { text }, now: 0 });
    const next = short.evaluate({ source: "1 + 1", variables: {}, now: 0 });
    expect(await endless).to.equal("time");
    clearInterval(ticking);
    expect(ticks).to.be.above(5);
    expect(await next).to.deep.equal({ json: "2" });
    await short.close();
  });

  it("has a bounded memory, and goes on with the next work after it was full", async () => {
    expect(await evaluate("[1..100].{'a': [1..800000]}")).to.be.oneOf(["memory", "time"]);
    expect(await evaluate("2 + 2")).to.deep.equal({ json: "4" });
  });

  it("checks definitions", async () => {
    expect(await thread.check("{}")).to.deep.equal([
      { code: "BL-L002", path: "/", message: "These fields are required: [States, StartAt]" },
    ]);
  });

  it("stops a check that takes twice as long for each operator", async () => {
    const short = new SideThread({ check: 300 });
    const nested = `${"(".repeat(40)}1${" ?: 1)".repeat(40)}`;
    const State = { Type: "Pass", Output: `{% ${nested} %}`, End: true };
    const text = JSON.stringify({ QueryLanguage: "JSONata", StartAt: "A", States: { A: State } });
    expect(await short.check(text)).to.be.oneOf(["time", "memory"]);
    await short.close();
  });

  it("aborts what it has not done when it is closed", async () => {
    const other = new SideThread();
    const pieces = [1, 2].map((n) => other.evaluate({ source: "$sum([1..$n])", variables: { n }, now: 0 }));
    const ends = Promise.allSettled(pieces);
    await other.close();
    for (const end of await ends) expect(end).to.have.property("reason").that.is.instanceOf(AbortedError);
    const late = await other
      .evaluate({ source: "1", variables: {}, now: 0 })
      .catch((error: unknown) => error);
    expect(late).to.be.instanceOf(AbortedError);
  });
});
