import { expect } from "chai";
import { type Machine, text } from "../index.ts";
import type { AslMachine } from "../lowering/asl.ts";
import { definition, half, type Input, run } from "../testing/halving.ts";

describe("map", () => {
  it("returns the iterations' values in order, also for zero and one elements", async () => {
    const describe = (m: Machine<Input>) => {
      const halves = m.map("Each", m.input.list.orElse([]), (each, n, index) => {
        const { n: halved } = each.invoke("Halve", half, { n });
        return { index, from: n, halved };
      });
      m.succeed("Done", halves);
    };
    expect((await run(describe, { n: 0 })).output).to.deep.equal([]);
    expect((await run(describe, { n: 0, list: [4] })).output).to.deep.equal([
      { index: 0, from: 4, halved: 2 },
    ]);
    expect((await run(describe, { n: 0, list: [4, 2] })).output).to.deep.equal([
      { index: 0, from: 4, halved: 2 },
      { index: 1, from: 2, halved: 1 },
    ]);
  });

  it("reads values from outside", async () => {
    const nested = (m: Machine<Input>) => {
      const { n: base } = m.invoke("Base", half, { n: m.input.n });
      const rows = m.pass("Rows", [[1, 2], [3]]);
      const sums = m.map("Each row", rows, (outer, row, y) =>
        outer.map("Each cell", row, (_inner, cell) => cell.plus(base).plus(y.times(100))),
      );
      m.succeed("Done", sums);
    };
    expect((await run(nested, { n: 20 })).output).to.deep.equal([[11, 12], [113]]);
  });

  it("passes the item alone to an iteration that does not read the index", () => {
    const asl = definition((m) => {
      m.map("Each", m.input.list.orElse([]), (each, n) => each.invoke("Halve", half, { n }), {
        maxConcurrency: 3,
      });
    });
    expect(asl.States.Each).to.deep.include({ Type: "Map", MaxConcurrency: 3, End: true });
    expect(asl.States.Each).not.to.have.property("ItemSelector");
    const processor = asl.States.Each?.ItemProcessor as AslMachine | undefined;
    expect(processor).to.deep.include({ ProcessorConfig: { Mode: "INLINE" }, StartAt: "Each: item" });
    expect(processor?.States["Each: item"]).to.deep.equal({
      Type: "Pass",
      Assign: { eachItem: "{% $states.input %}" },
      Next: "Halve",
    });
    expect(processor?.States.Halve).to.deep.include({ Output: "{% $states.result.Payload %}", End: true });
  });

  it("returns null for iterations that return nothing, not their last state's output", async () => {
    const describe = (m: Machine<Input>) =>
      void m.succeed(
        "Done",
        m.map("Each", m.pass("List", [2, 4]), (each, n) => void each.invoke("Halve", half, { n })),
      );
    expect((await run(describe, { n: 0 })).output).to.deep.equal([null, null]);
  });
});

describe("parallel", () => {
  it("returns a tuple of its branches' values", async () => {
    const describe = (m: Machine<Input>) => {
      const both = m.parallel("Both", [
        (a) => a.invoke("Halve", half, { n: m.input.n }).n,
        (b) => b.pass("Word", text`was ${m.input.n}`),
      ]);
      m.succeed("Done", { half: both.at(0), word: both.at(1) });
    };
    expect((await run(describe, { n: 8 })).output).to.deep.equal({ half: 4, word: "was 8" });
  });
});
