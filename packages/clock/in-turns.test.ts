import { expect } from "chai";
import { inTurns } from "./in-turns.ts";

describe("long work", () => {
  it("lets others have their turn", async () => {
    let turns = 0;
    let running = true;
    const other = () => {
      turns++;
      if (running) setImmediate(other);
    };
    setImmediate(other);
    const seen: number[] = [];
    for await (const item of inTurns([1, 2, 3])) {
      const began = performance.now();
      while (performance.now() - began < 11);
      seen.push(item);
    }
    running = false;
    expect(seen).to.deep.equal([1, 2, 3]);
    expect(turns).to.be.at.least(2);
  });
});
