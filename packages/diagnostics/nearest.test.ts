import { expect } from "chai";
import { didYouMean, nearest } from "./nearest.ts";

const names = ["catalog-import", "rescale-images", "sitemap"];

describe("nearest and didYouMean", () => {
  it("find similar names", () => {
    expect(nearest("catalogue-import", names)).to.deep.equal(["catalog-import"]);
    expect(didYouMean("sitemaps", names)).to.equal('did you mean "sitemap"?');
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
    expect(nearest("catalog", [...names, "sit"])).to.deep.equal(["catalog-import"]);
    expect(nearest("ca", names)).to.deep.equal([]);
  });

  it("ignore case", () => {
    expect(nearest("SITEMAP", names)).to.deep.equal(["sitemap"]);
  });
});
