import { expect } from "chai";
import { didYouMean, nearest } from "./nearest.ts";

const names = ["catalog-import", "rescale-images", "sitemap"];

describe("workflows: nearest name", () => {
  it("finds what was probably meant", () => {
    expect(nearest("catalogue-import", names)).to.deep.equal(["catalog-import"]);
    expect(didYouMean("sitemaps", names)).to.equal('did you mean "sitemap"?');
  });

  it("offers the nearest first, and no more than three", () => {
    expect(nearest("acme", ["acne", "acmee", "akme", "acm", "zzzz"])).to.deep.equal(["acm", "acmee", "acne"]);
    expect(didYouMean("acme", ["acne", "acmes"])).to.equal('did you mean "acmes" or "acne"?');
  });

  it("offers nothing when nothing is near", () => {
    expect(didYouMean("weather", names)).to.equal(undefined);
    expect(didYouMean("x", ["a", "b"])).to.equal(undefined);
  });

  it("offers the names that the word begins, however long they are", () => {
    expect(nearest("catalog", [...names, "sit"])).to.deep.equal(["catalog-import"]);
    expect(nearest("ca", names)).to.deep.equal([]);
  });

  it("ignores case", () => {
    expect(nearest("SITEMAP", names)).to.deep.equal(["sitemap"]);
  });
});
