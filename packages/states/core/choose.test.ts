import { expect } from "chai";
import { type Expr, type Machine, text } from "../index.ts";
import { definition, half, type Input, run } from "../testing/halving.ts";

describe("choose", () => {
  const size = (m: Machine<Input>): Expr<string> =>
    m
      .choose("How big?")
      .when(m.input.n.lt(0), (then) =>
        then.fail("Negative", { error: "Negative", cause: text`${m.input.n} < 0` }),
      )
      .when(m.input.n.lt(10), () => "small" as string)
      .otherwise((otherwise) => text`${otherwise.invoke("Halve", half, { n: m.input.n }).n}`);

  it("runs the first branch whose condition is true, and returns its value", async () => {
    const describe = (m: Machine<Input>) => void m.succeed("Done", size(m));
    expect(await run(describe, { n: 3 })).to.include({ output: "small" });
    expect(await run(describe, { n: 30 })).to.include({ output: "15" });
    expect(await run(describe, { n: -1 })).to.include({ error: "Negative", cause: "-1 < 0" });
  });

  it("continues after it when no condition is true and there is no otherwise", async () => {
    const describe = (m: Machine<Input>) => {
      m.choose("Done already?").when(m.input.n.eq(0), (then) => then.succeed("Nothing to do", "nothing"));
      m.succeed("Done", "done");
    };
    expect(await run(describe, { n: 0 })).to.include({ output: "nothing" });
    expect(await run(describe, { n: 1 })).to.include({ output: "done" });
  });

  it("ends a machine when it comes last", async () => {
    const describe = (m: Machine<Input>) =>
      void m.choose("Big?").when(m.input.n.gt(1), (then) => void then.pass("Yes", 1));
    for (const n of [1, 2]) expect(await run(describe, { n })).not.to.have.property("error");
  });

  it("assigns a branch's value in its last state when that state can assign", () => {
    const asl = definition((m) => void m.succeed("Done", size(m)));
    expect(Object.keys(asl.States)).to.deep.equal([
      "How big?",
      "Negative",
      "How big?: result",
      "Halve",
      "Done",
    ]);
    expect(asl.States.Halve).to.deep.include({ Assign: { howBig: "{% '' & $states.result.Payload.n %}" } });
  });

  it("returns the value of an inner choice without another variable", async () => {
    const describe = (m: Machine<Input>) => {
      const word = m
        .choose("Outer")
        .when(m.input.n.gt(0), (then) =>
          then
            .choose("Inner")
            .when(m.input.n.gt(9), () => "big" as string)
            .otherwise(() => "small" as string),
        )
        .otherwise(() => "none" as string);
      m.succeed("Done", word);
    };
    for (const [n, output] of [
      [10, "big"],
      [1, "small"],
      [0, "none"],
    ] as const) {
      expect(await run(describe, { n })).to.include({ output });
    }
    expect(JSON.stringify(definition(describe))).not.to.include("$inner");
  });

  it("returns null for a branch that returns nothing", async () => {
    const describe = (m: Machine<Input>) => {
      const given = m
        .choose("Big?")
        .when(m.input.n.gt(1), () => "big")
        .otherwise((otherwise) => void otherwise.pass("Small", 0));
      m.succeed("Done", { given });
    };
    expect((await run(describe, { n: 0 })).output).to.deep.equal({ given: null });
  });
});
