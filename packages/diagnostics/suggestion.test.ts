import { expect } from "chai";
import { suggestion } from "./nearest.ts";

describe("suggestion", () => {
  it("is the nearest name", () => {
    expect(suggestion("red-aples", ["red-apples", "lemon"])).to.equal(': did you mean "red-apples"?');
  });

  it("is a name that begins with the word", () => {
    expect(suggestion("acme", ["acme-outdoor", "bolt-bikes"])).to.equal(': did you mean "acme-outdoor"?');
  });

  it("is the list of names if none is similar", () => {
    expect(suggestion("x", ["red-apples", "lemon"])).to.equal("; known: red-apples, lemon");
  });

  it("is empty without names", () => {
    expect(suggestion("x", [])).to.equal("");
  });
});
