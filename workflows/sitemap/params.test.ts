import { expect } from "chai";
import { SitemapParams } from "./params.ts";

describe("the block workflows.sitemap", () => {
  const baseUrl = "https://www.acme.example/shop/";
  const accepts = (block: object) => SitemapParams.safeParse(block).success;

  it("takes the place of the files, and how to make a product's address", () => {
    const productUrl = "https://www.acme.example/{id}.html";
    expect(SitemapParams.parse({ baseUrl, productUrl })).to.deep.equal({
      baseUrl,
      productUrl,
      maxItemFailures: 0.1,
    });
  });

  for (const wrong of [
    "https://www.acme.example/shop",
    "https://a.example/?x=/",
    "https://a.example/#/",
    "ftp://a.example/",
    "/sitemaps/",
  ]) {
    it(`refuses the place ${wrong}`, () => {
      expect(accepts({ baseUrl: wrong })).to.equal(false);
    });
  }

  for (const wrong of ["https://www.acme.example/p/", "/p/{id}", "ftp://a.example/{id}"]) {
    it(`refuses the address ${wrong}`, () => {
      expect(accepts({ baseUrl, productUrl: wrong })).to.equal(false);
    });
  }
});
