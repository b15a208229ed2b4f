import { expect } from "chai";
import { barSize } from "./progress-display.ts";

describe("a progress bar", () => {
  it("gives way to the words beside it on a narrow terminal", () => {
    expect([200, 94, 80, 60, 10].map(barSize)).to.deep.equal([28, 28, 14, 8, 8]);
  });
});
