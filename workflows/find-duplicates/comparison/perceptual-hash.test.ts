import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import sharp from "sharp";
import { ItemError } from "../../../workflow-kit/at-run/errors.ts";
import { bitsOf, distance } from "./group-near.ts";
import { perceptualHash } from "./perceptual-hash.ts";

/** A photo of blurred blobs, which has the frequencies of a real one; another seed, another photo. */
async function photo(seed: number, width = 640, height = 480): Promise<Buffer> {
  let state = seed;
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const blobs = Array.from({ length: 14 }, () => {
    const colour = `rgb(${[0, 1, 2].map(() => Math.floor(256 * random())).join(",")})`;
    return `<circle cx="${random() * 100}%" cy="${random() * 100}%" r="${5 + random() * 20}%" fill="${colour}"/>`;
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="#888"/>${blobs.join("")}</svg>`;
  return sharp(Buffer.from(svg)).blur(4).png().toBuffer();
}
const bits = async (image: Uint8Array) => bitsOf(await perceptualHash(image));
const between = async (a: Uint8Array, b: Uint8Array) => distance(await bits(a), await bits(b));

describe("a perceptual hash", () => {
  const seeds = [1, 2, 3, 4, 5, 6];

  it("is 16 hexadecimal digits, always the same for the same bytes", async () => {
    const bytes = await photo(1);
    expect(await perceptualHash(bytes))
      .to.match(/^[0-9a-f]{16}$/)
      .and.to.equal(await perceptualHash(bytes));
  });

  it("stays near when an image is encoded anew, made smaller, or cropped a little", async () => {
    for (const seed of seeds) {
      const original = await photo(seed);
      const variants = await Promise.all([
        sharp(original).jpeg({ quality: 40 }).toBuffer(),
        sharp(original).webp({ quality: 50 }).toBuffer(),
        sharp(original).resize(200).jpeg().toBuffer(),
        sharp(original).extract({ left: 6, top: 5, width: 628, height: 470 }).jpeg().toBuffer(),
      ]);
      const expected = await bits(original);
      for (const variant of variants) expect(distance(expected, await bits(variant))).to.be.at.most(6);
    }
  });

  it("sees an image as it is shown: upright, and on white where it is transparent", async () => {
    const upright = await photo(7);
    const lying = await sharp(upright).rotate(270).withMetadata({ orientation: 6 }).jpeg().toBuffer();
    expect(await between(upright, lying)).to.be.at.most(2);
    const dot = Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90"><circle cx="30" cy="40" r="25"/></svg>`,
    );
    const onWhite = await sharp(dot).flatten({ background: "#fff" }).png().toBuffer();
    expect(await between(await sharp(dot).png().toBuffer(), onWhite)).to.equal(0);
  });

  it("is far from those of other images", async () => {
    const hashes = await Promise.all(seeds.map(async (seed) => bits(await photo(seed))));
    for (const [i, a] of hashes.entries())
      for (const b of hashes.slice(i + 1)) expect(distance(a, b)).to.be.at.least(14);
  });

  it("counts a file that cannot be decoded against the file", async () => {
    const { message } = await rejection(perceptualHash(Buffer.from("no image")), ItemError);
    expect(message).to.match(/^it cannot be decoded: /);
  });
});
