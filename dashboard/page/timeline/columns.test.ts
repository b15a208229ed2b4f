import { expect } from "chai";
import { highestPerColumn } from "./columns.ts";

const steps = { atMs: [0, 10, 12, 30, 90], values: [1, 9, 2, 4, 0] };

describe("the curve's columns", () => {
  it("have the highest value in them, however short it lasted", () => {
    expect(highestPerColumn(steps, { fromMs: 0, toMs: 100 }, 10)).to.deep.equal([
      1, 9, 2, 4, 4, 4, 4, 4, 4, 0,
    ]);
  });

  it("have the value that began before the window", () => {
    expect(highestPerColumn(steps, { fromMs: 20, toMs: 40 }, 4)).to.deep.equal([2, 2, 4, 4]);
  });
});
