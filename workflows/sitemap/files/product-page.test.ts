import { expect } from "chai";
import { ItemError } from "../../../workflow-kit/at-run/errors.ts";
import { productPage } from "./product-page.ts";

const baseUrl = "https://www.acme.example/shop/";
const template = "https://www.acme.example/p/{id}?ref={id}";

describe("a product's page", () => {
  for (const [what, product, productUrl, page] of [
    [
      "is the feed's link",
      { id: "1", link: "https://www.acme.example/p/1" },
      undefined,
      "https://www.acme.example/p/1",
    ],
    [
      "is percent-encoded",
      { id: "1", link: "https://www.acme.example/tasse à café" },
      undefined,
      "https://www.acme.example/tasse%20%C3%A0%20caf%C3%A9",
    ],
    [
      "has no fragment",
      { id: "1", link: "https://www.acme.example/p#reviews" },
      undefined,
      "https://www.acme.example/p",
    ],
    [
      "is made of the id where productUrl says how",
      { id: "a/b $&", link: "https://elsewhere.example/" },
      template,
      "https://www.acme.example/p/a%2Fb%20%24%26?ref=a%2Fb%20%24%26",
    ],
  ] as const) {
    it(what, () => {
      expect(productPage(product, { baseUrl, productUrl })).to.equal(page);
    });
  }

  for (const [what, product, why] of [
    [
      "without a link",
      { id: "1" },
      "it has no link in the feed: set productUrl, which makes one from its id",
    ],
    [
      "on another host",
      { id: "1", link: "https://acme.example/p" },
      "https://acme.example/p is not on https://www.acme.example, where the sitemap is: search engines would ignore it",
    ],
    [
      "by another protocol",
      { id: "1", link: "http://www.acme.example/p" },
      "http://www.acme.example/p is not on https://www.acme.example, where the sitemap is: search engines would ignore it",
    ],
    [
      "too long to be listed",
      { id: "1", link: `https://www.acme.example/${"é".repeat(400)}` },
      "its address has 2425 characters: at most 2047 are allowed",
    ],
  ] as const) {
    it(`is refused ${what}`, () => {
      expect(() => productPage(product, { baseUrl, productUrl: undefined })).to.throw(ItemError, why);
    });
  }
});
