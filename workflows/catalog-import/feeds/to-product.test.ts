import { expect } from "chai";
import { ItemError } from "../../../workflow-kit/at-run/errors.ts";
import type { FeedRecord } from "./feed-record.ts";
import { fieldName } from "./feed-record.ts";
import { recordName, toProduct } from "./to-product.ts";

const good = {
  id: ["A1"],
  title: ["Tent"],
  image_link: ["http://i.example/1.jpg"],
};
const record = (fields: Readonly<Record<string, readonly string[]>>): FeedRecord => ({
  place: "line 12",
  fields: new Map(Object.entries(fields)),
});

describe("the product in a feed's record", () => {
  it("fields: read under any of their names", () => {
    const fields = {
      sku: ["A1"],
      name: ["Tent"],
      url: ["http://shop.example/a1"],
      price: ["9 EUR"],
      images: ["http://i.example/1.jpg", "http://i.example/2.jpg"],
      additional_image_link: ["http://i.example/3.jpg"],
    };
    expect(toProduct(record(fields), 5)).to.deep.equal({
      id: "A1",
      title: "Tent",
      link: "http://shop.example/a1",
      price: "9 EUR",
      images: [1, 2, 3].map((number) => `http://i.example/${number}.jpg`),
    });
  });

  it("images: each once, and at most the tenant's number", () => {
    const images = ["1", "1", "2", "3"].map((name) => `http://i.example/${name}.jpg`);
    expect(toProduct(record({ ...good, image_link: images }), 2).images).to.deep.equal([
      "http://i.example/1.jpg",
      "http://i.example/2.jpg",
    ]);
  });

  it("several images in one field, and commas inside an address: accepted", () => {
    const field = "http://i.example/w_1,h_2/1.jpg,https://i.example/2.jpg | http://i.example/3.jpg";
    expect(toProduct(record({ ...good, image_link: [field] }), 5).images).to.deep.equal([
      "http://i.example/w_1,h_2/1.jpg",
      "https://i.example/2.jpg",
      "http://i.example/3.jpg",
    ]);
  });

  for (const [what, change, why] of [
    ["no id", { id: [] }, "it has no id"],
    ["an empty id", { id: [""] }, "it has no id"],
    ["no title", { title: [] }, "it has no title"],
    ["no image", { image_link: [] }, "it has no image"],
    ["a link that is none", { link: ["shop"] }, 'its link "shop" is not an absolute http or https URL'],
    [
      "an image that is no URL",
      { image_link: ["http://i.example/1.jpg", "2.jpg"] },
      'its image 2 "2.jpg" is neither an absolute http or https URL nor an object (s3:)',
    ],
    ["an image in a bucket that cannot be", { image_link: ["s3://../data/1.jpg"] }, "nor an object (s3:)"],
    ["an image whose key is no text", { image_link: ["s3:///1\ud800.jpg"] }, "nor an object (s3:)"],
    [
      "an image by ftp",
      { image_link: ["ftp://i.example/1.jpg"] },
      "is neither an absolute http or https URL",
    ],
    ["an endless id", { id: ["x".repeat(300)] }, "its id is longer than 256 characters"],
    ["an endless title", { title: ["x".repeat(6_000)] }, "its title is longer than 5,000 characters"],
    ["several faults", { id: [], title: [] }, "it has no id; it has no title"],
  ] as const) {
    it(`is refused with ${what}`, () => {
      const bad = record({ ...good, ...change });
      expect(() => toProduct(bad, 5)).to.throw(ItemError, why);
    });
  }

  it("a record that could not be read: refused", () => {
    expect(() => toProduct({ ...record(good), problem: "it is too long" }, 5)).to.throw(
      ItemError,
      "it is too long",
    );
  });

  it("a record's name: its id, else its place", () => {
    expect(recordName(record(good))).to.equal("product A1 (line 12)");
    expect(recordName(record({}))).to.equal("line 12");
  });
});

describe("a field's name", () => {
  for (const name of ["g:image_link", "imageLink", "Image Link", "IMAGE_LINK", " image-link "]) {
    it(`is the same for ${JSON.stringify(name)}`, () => {
      expect(fieldName(name)).to.equal("image_link");
    });
  }
});
