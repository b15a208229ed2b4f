import { expect } from "chai";
import { Tolerance } from "./tolerance.ts";

describe("Tolerance", () => {
  it("with neither limit is none, with both is the stricter", () => {
    expect(new Tolerance().exceededBy(0, 10)).to.equal(false);
    expect(new Tolerance().exceededBy(1, 10)).to.equal(true);
    expect(new Tolerance(2).exceededBy(2, 2)).to.equal(false);
    expect(new Tolerance(undefined, 20).exceededBy(2, 10)).to.equal(false);
    expect(new Tolerance(undefined, 20).exceededBy(3, 10)).to.equal(true);
    expect(new Tolerance(5, 20).exceededBy(3, 10)).to.equal(true);
    expect(new Tolerance(1, 20).exceededBy(2, 10)).to.equal(true);
  });
});
