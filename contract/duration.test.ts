import { expect } from "chai";
import { Duration, durationMs } from "./duration.ts";

describe("contract: duration", () => {
  it("reads minutes, hours and days", () => {
    expect(["90m", "20h", "7d"].map(durationMs)).to.deep.equal([5_400_000, 72_000_000, 604_800_000]);
  });

  for (const text of ["", "h", "0h", "-1h", "1.5h", "20", "20 h", "20H", "123456d"]) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      expect(Duration.safeParse(text).success).to.equal(false);
      expect(() => durationMs(text)).to.throw("a whole number and m, h or d");
    });
  }
});
