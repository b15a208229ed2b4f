import { expect } from "chai";
import { defaultRenditions } from "../../product-images/rendition-formats.ts";
import { RescaleImagesParams } from "./params.ts";
import { rescaleImages } from "./workflow.ts";

describe("the renditions that rescale-images makes", () => {
  const small = { width: 96, format: "webp", quality: 80 } as const;
  const large = { width: 1200, format: "jpeg", quality: 85 } as const;

  const wanted = (block: object, workflows: Readonly<Record<string, unknown>>) =>
    rescaleImages.completeParams?.(RescaleImagesParams.parse(block), {
      id: "acme",
      name: "Acme",
      weight: 1,
      data: { bucket: "data", prefix: "tenants/acme/" },
      workflows,
    }).renditions;

  it("are those of its own block", () => {
    const imported = { "catalog-import": { renditions: [large] } };
    expect(wanted({ renditions: [small] }, imported)).to.deep.equal([small]);
  });

  it("are those of catalog-import where its block names none", () => {
    expect(wanted({}, { "catalog-import": { renditions: [large], chunks: 4 } })).to.deep.equal([large]);
  });

  it("are the usual ones for a tenant without catalog-import", () => {
    expect(wanted({}, {})).to.deep.equal(defaultRenditions);
  });
});
