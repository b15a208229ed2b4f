import { expect } from "chai";
import { suggestion } from "./nearest.ts";

describe("suggestion", () => {
  it("is the nearest name", () => {
    expect(suggestion("catalog-inport", ["catalog-import", "sitemap"])).to.equal(
      ': did you mean "catalog-import"?',
    );
  });

  it("is a name that begins with the word", () => {
    expect(suggestion("acme", ["acme-outdoor", "bolt-bikes"])).to.equal(': did you mean "acme-outdoor"?');
  });

  it("is the list of names if none is similar", () => {
    expect(suggestion("x", ["catalog-import", "sitemap"])).to.equal("; known: catalog-import, sitemap");
  });

  it("is empty without names", () => {
    expect(suggestion("x", [])).to.equal("");
  });
});
