import { expect } from "chai";
import { suggestion } from "./nearest.ts";

describe("a suggestion for an unknown name", () => {
  it("is the nearest when one is near", () => {
    expect(suggestion("catalog-inport", ["catalog-import", "sitemap"])).to.equal(
      ': did you mean "catalog-import"?',
    );
  });

  it("is the one that begins so", () => {
    expect(suggestion("acme", ["acme-outdoor", "bolt-bikes"])).to.equal(': did you mean "acme-outdoor"?');
  });

  it("is the list when none is", () => {
    expect(suggestion("x", ["catalog-import", "sitemap"])).to.equal("; known: catalog-import, sitemap");
  });

  it("is nothing when nothing is known", () => {
    expect(suggestion("x", [])).to.equal("");
  });
});
