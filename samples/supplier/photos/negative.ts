import sharp from "sharp";
import { Random } from "../random.ts";
import { type SceneName, sceneSize, sceneSvg } from "./scenes.ts";

/** A scene's pixels as 8-bit RGB, larger than most photos. */
export interface Negative {
  readonly data: Buffer;
  readonly width: number;
  readonly height: number;
}

const enlargement = 2;
const grainSize = 512;

/** Draws a scene with grain. Without grain it would compress far better than photos. */
export async function developNegative(scene: SceneName): Promise<Negative> {
  const width = sceneSize.width * enlargement;
  const height = sceneSize.height * enlargement;
  const data = await sharp(Buffer.from(sceneSvg(scene)))
    .resize(width, height, { kernel: "linear" })
    .removeAlpha()
    .raw()
    .toBuffer();
  const grain = grainTile();
  for (let y = 0; y < height; y++) {
    const row = (y % grainSize) * grainSize;
    for (let x = 0, at = 3 * y * width; x < width; x++, at += 3) {
      const light = grain[row + (x % grainSize)] as number;
      for (let channel = at; channel < at + 3; channel++) {
        data[channel] = clamp((data[channel] as number) + light);
      }
    }
  }
  return { data, width, height };
}

/** Nearly normal noise with a standard deviation of about 5 of 255, as from a phone's camera indoors. */
function grainTile(): Int8Array {
  const random = new Random("grain");
  return Int8Array.from({ length: grainSize ** 2 }, () =>
    Math.round((random.next() + random.next() + random.next() - 1.5) * 10),
  );
}

function clamp(value: number): number {
  return value < 0 ? 0 : value > 255 ? 255 : value;
}
