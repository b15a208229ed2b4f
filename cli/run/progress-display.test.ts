import { expect } from "chai";
import { barSize } from "./progress-display.ts";

describe("progress bar", () => {
  it("a narrow terminal: a shorter bar", () => {
    expect([200, 94, 80, 60, 10].map(barSize)).to.deep.equal([28, 28, 14, 8, 8]);
  });
});
