import { expect } from "chai";
import { nextTurn } from "./next-turn.ts";

describe("nextTurn", () => {
  it("continues one caller in each turn of the event loop", async () => {
    let turn = 0;
    let counting = true;
    const count = () => {
      turn++;
      if (counting) setImmediate(count);
    };
    setImmediate(count);
    const continued: number[] = [];
    const caller = async () => {
      for (let part = 0; part < 3; part++) {
        await nextTurn();
        continued.push(turn);
      }
    };
    await Promise.all([caller(), caller(), caller()]);
    counting = false;
    expect(new Set(continued).size).to.equal(continued.length);
  });
});
