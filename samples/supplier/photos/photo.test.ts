import { expect } from "chai";
import sharp from "sharp";
import { sampleShops } from "../shops.ts";
import { takePhoto } from "./photo.ts";

describe("the sample's photos", () => {
  const width = 2_600;
  const height = 1_950;
  const negative = { width, height, data: Buffer.alloc(3 * width * height, 120) };
  // The upper half is lighter.
  negative.data.fill(220, 0, negative.data.length / 2);

  it("are about 200", () => {
    const photos = sampleShops().flatMap(({ images }) => [...images.values()]);
    expect(photos.filter(({ kind }) => kind === "photo").length).to.be.within(180, 230);
  });

  it("are the same for the same seed", async () => {
    const spec = { seed: "one", scene: "cup", format: "jpeg" } as const;
    expect(await takePhoto(spec, negative)).to.deep.equal(await takePhoto(spec, negative));
    expect(await takePhoto({ ...spec, seed: "two" }, negative)).not.to.deep.equal(
      await takePhoto(spec, negative),
    );
  });

  it("are sometimes on their side, and upright after EXIF rotation", async () => {
    let onTheirSide = 0;
    for (let seed = 0; seed < 25; seed++) {
      const bytes = await takePhoto({ seed: `seed ${seed}`, scene: "cup", format: "jpeg" }, negative);
      const { orientation } = await sharp(bytes).metadata();
      if (orientation === undefined) continue;
      onTheirSide++;
      expect(orientation).to.equal(6);
      const upright = await sharp(bytes)
        .autoOrient()
        .resize(8, 8, { fit: "fill" })
        .greyscale()
        .raw()
        .toBuffer();
      expect(upright[3]).to.be.above((upright[60] ?? 0) + 30);
    }
    expect(onTheirSide).to.be.within(1, 8);
  });

  it("are PNG on request", async () => {
    const bytes = await takePhoto({ seed: "png", scene: "cup", format: "png" }, negative);
    expect((await sharp(bytes).metadata()).format).to.equal("png");
  });
});
