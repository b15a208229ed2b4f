import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import sharp from "sharp";
import { ItemError } from "../workflow-kit/at-run/errors.ts";
import { render } from "./encode.ts";

const webp = { width: 100, format: "webp", quality: 80 } as const;

function photo(width = 400, height = 200) {
  return sharp({
    create: {
      width,
      height,
      channels: 3,
      background: "#336699",
      noise: { type: "gaussian", mean: 128, sigma: 30 },
    },
  });
}

describe("a rendition", () => {
  for (const format of ["webp", "avif", "jpeg"] as const) {
    it(`is a ${format} of the width that was asked for`, async () => {
      const metadata = await sharp(
        await render(await photo().jpeg().toBuffer(), { ...webp, format }),
      ).metadata();
      expect(metadata.format).to.equal(format === "avif" ? "heif" : format);
      expect([metadata.width, metadata.height]).to.deep.equal([100, 50]);
    });
  }

  it("is never larger than its original", async () => {
    const metadata = await sharp(await render(await photo(60, 30).png().toBuffer(), webp)).metadata();
    expect([metadata.width, metadata.height]).to.deep.equal([60, 30]);
  });

  it("stands upright, and has the wanted width then", async () => {
    const onItsSide = await photo(400, 200).withMetadata({ orientation: 6 }).jpeg().toBuffer();
    const metadata = await sharp(await render(onItsSide, webp)).metadata();
    expect([metadata.width, metadata.height, metadata.orientation]).to.deep.equal([100, 200, undefined]);
  });

  it("carries no metadata", async () => {
    const original = await photo()
      .withExif({ IFD0: { Copyright: "someone", GPSLatitude: "1" } })
      .withIccProfile("p3")
      .jpeg()
      .toBuffer();
    const { exif, icc, xmp, space } = await sharp(await render(original, webp)).metadata();
    expect([exif, icc, xmp, space]).to.deep.equal([undefined, undefined, undefined, "srgb"]);
  });

  it("is in sRGB, also of a CMYK original", async () => {
    const cmyk = await photo().toColourspace("cmyk").jpeg().toBuffer();
    const { space, channels } = await sharp(await render(cmyk, webp)).metadata();
    expect([space, channels]).to.deep.equal(["srgb", 3]);
  });

  it("shows white in a JPEG where the original is transparent", async () => {
    const clear = await sharp({ create: { width: 50, height: 50, channels: 4, background: "#00000000" } })
      .png()
      .toBuffer();
    const { channels } = await sharp(await render(clear, { ...webp, format: "jpeg" })).stats();
    for (const { mean } of channels) expect(mean).to.be.closeTo(255, 1);
  });

  it("depends on the original and the settings alone", async () => {
    const original = await photo().jpeg().toBuffer();
    expect(await render(original, webp)).to.deep.equal(await render(original, webp));
    expect(await render(original, { ...webp, quality: 30 })).to.have.length.below(
      (await render(original, webp)).length,
    );
  });

  it("is not made of a JPEG that is cut off", async () => {
    const whole = await photo().jpeg().toBuffer();
    const error = await rejection(render(whole.subarray(0, whole.length / 2), webp), ItemError);
    expect(error.message).to.match(/^it cannot be decoded: .*premature end/);
  });

  it("is not made of a PNG that claims 30,000 × 30,000 pixels, and says so before decoding it", async () => {
    const header = Buffer.from("89504e470d0a1a0a0000000d4948445200007530000075300100000000", "hex");
    const claimed = Buffer.concat([
      header,
      Buffer.from("32d7b7f7", "hex"),
      Buffer.from("0000000049444154", "hex"),
    ]);
    const error = await rejection(render(claimed, webp), ItemError);
    expect(error.message).to.equal("its 30,000 × 30,000 pixels are more than the 100,000,000 allowed");
  });

  it("is not made of something else", async () => {
    const error = await rejection(render(Buffer.from("no image at all"), webp), ItemError);
    expect(error.message).to.match(/^it cannot be decoded: /);
  });
});
