import { expect } from "chai";
import type { MoreMemory, Stage } from "./declaration.ts";
import { memorySizes, moreMemoryProblems } from "./more-memory.ts";

const outOfMemory: MoreMemory = { times: 3, memory: "x2", mostMiB: 16_384 };
const stage = (change: Partial<MoreMemory> = {}) => ({
  memoryMiB: 2_048,
  retry: { outOfMemory: { ...outOfMemory, ...change } },
});
const problems = (given: Pick<Stage, "memoryMiB" | "retry" | "nodes">) => [...moreMemoryProblems(given)];

describe("a stage that gets more memory", () => {
  it("has a size for each time, up to the most", () => {
    expect(memorySizes({ memoryMiB: 2_048 })).to.deep.equal([2_048]);
    expect(memorySizes(stage())).to.deep.equal([2_048, 4_096, 8_192, 16_384]);
    expect(memorySizes(stage({ mostMiB: 5_000 }))).to.deep.equal([2_048, 4_096, 5_000]);
    expect(memorySizes(stage({ memory: "x1.5", times: 1 }))).to.deep.equal([2_048, 3_072]);
  });

  const refusals: [Partial<MoreMemory>, string][] = [
    [{ times: 0 }, ".retry.outOfMemory.times: 0 is not a whole number from 1 to 4"],
    [{ times: 5 }, ".retry.outOfMemory.times: 5 is not a whole number from 1 to 4"],
    [{ memory: "x1" }, '.retry.outOfMemory.memory: "x1" is not a factor above 1 and up to 10, such as "x2"'],
    [{ memory: "x11" }, '.retry.outOfMemory.memory: "x11" is not a factor'],
    [{ memory: "x1e9" }, '.retry.outOfMemory.memory: "x1e9" is not a factor'],
    [
      { mostMiB: 2_048 },
      ".retry.outOfMemory.mostMiB: 2048 is not a whole number above the stage's memoryMiB, 2048",
    ],
    [{ mostMiB: 2_000_000 }, ".retry.outOfMemory.mostMiB: 2000000 is not a whole number"],
  ];
  for (const [change, problem] of refusals) {
    it(`does not have ${JSON.stringify(change)}`, () => {
      expect(problems(stage(change))).to.have.length(1);
      expect(problems(stage(change))[0]).to.contain(problem);
    });
  }

  it("is right as declared, and has no nodes", () => {
    expect(problems(stage())).to.deep.equal([]);
    expect(problems({ ...stage(), nodes: 2 })[0]).to.contain(
      ".retry: a stage with nodes is not tried with more memory",
    );
  });
});
