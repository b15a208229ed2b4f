import { expect } from "chai";
import { duration } from "./duration.ts";

describe("duration", () => {
  it("has the two largest units", () => {
    const lengths = [-5, 400, 59_400, 192_000, 7_500_000, 97_200_000];
    expect(lengths.map(duration)).to.deep.equal(["0 s", "0 s", "59 s", "3 min 12 s", "2 h 5 min", "1 d 3 h"]);
  });
});
