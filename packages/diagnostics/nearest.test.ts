import { expect } from "chai";
import { didYouMean, nearest } from "./nearest.ts";

const names = ["red-apples", "green-pears", "lemon"];

describe("nearest and didYouMean", () => {
  it("find similar names", () => {
    expect(nearest("redd-apples", names)).to.deep.equal(["red-apples"]);
    expect(didYouMean("lemons", names)).to.equal('did you mean "lemon"?');
  });

  it("return the nearest first, at most three", () => {
    expect(nearest("acme", ["acne", "acmee", "akme", "acm", "zzzz"])).to.deep.equal(["acm", "acmee", "acne"]);
    expect(didYouMean("acme", ["acne", "acmes"])).to.equal('did you mean "acmes" or "acne"?');
  });

  it("return nothing without a similar name", () => {
    expect(didYouMean("weather", names)).to.equal(undefined);
    expect(didYouMean("x", ["a", "b"])).to.equal(undefined);
  });

  it("find names that begin with the word", () => {
    expect(nearest("red", [...names, "kit"])).to.deep.equal(["red-apples"]);
    expect(nearest("re", names)).to.deep.equal([]);
  });

  it("ignore case", () => {
    expect(nearest("LEMON", names)).to.deep.equal(["lemon"]);
  });
});
