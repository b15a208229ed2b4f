import { expect } from "chai";
import { CatalogImportParams } from "./params.ts";
import { catalogImport } from "./workflow.ts";

const params = (rest: object = {}) =>
  CatalogImportParams.parse({ feed: { url: "https://acme.example/feed", format: "csv" }, ...rest });
const small = { width: 320, format: "webp" };
const large = { width: 1600, format: "webp" };

describe("catalog-import", () => {
  it("another number of chunks, or other renditions: the effect on existing images is reported", () => {
    const told = (before: object, after: object) =>
      catalogImport.consequences?.(params(before), params(after)).join("\n");
    expect(told({}, { maxImagesPerProduct: 2 })).to.equal("");
    expect(told({ chunks: 1 }, { chunks: 2 })).to.contain("downloads every image again");
    const [one, two] = [{ renditions: [small] }, { renditions: [large, small] }];
    expect(told(one, two)).to.equal("the next run makes the new renditions of every image in the feed");
    expect(told(two, one)).to.equal("images in the former sizes and formats stay");
    expect(told(two, { renditions: [small, large] })).to.equal("");
  });

  it("the stages' durations: longer for more and larger renditions", () => {
    const rescale = (renditions: object[]) =>
      catalogImport.typicalMinutes?.(params({ renditions })).rescale ?? 0;
    expect(rescale([small])).to.be.within(1, 60);
    expect(rescale([small, large]))
      .to.be.above(rescale([large]))
      .and.above(rescale([small]));
    expect(rescale([{ width: 320, format: "avif" }])).to.be.above(5 * rescale([small]));
  });
});
