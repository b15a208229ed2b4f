import sharp from "sharp";
import { Random } from "../random.ts";
import type { Negative } from "./negative.ts";
import type { SceneName } from "./scenes.ts";

/** A photo. The same spec gives the same bytes. */
export interface PhotoSpec {
  /** Unique among all photos. */
  readonly seed: string;
  readonly scene: SceneName;
  readonly format: "jpeg" | "png";
}

/** Widths in pixels, repeated by their frequency in shops. */
const widths = [
  1200, 1200, 1200, 1280, 1280, 1400, 1400, 1500, 1500, 1600, 1600, 1600, 1800, 1800, 2000, 2000, 2400, 3000,
] as const;
const aspects = [4 / 3, 4 / 3, 3 / 2, 1] as const;

/** Share of photos that EXIF turns upright. */
const onItsSide = 0.12;
/** Share of photos in another light. Mixing colours is the most expensive step. */
const inAnotherLight = 0.6;

/** Cuts a photo out of its scene. Varies the light, mirrors some, and turns some on their side. */
export async function takePhoto(spec: PhotoSpec, negative: Negative): Promise<Buffer> {
  const random = new Random(spec.seed);
  // A PNG has four times the bytes, so shops use it for small photos.
  const width = spec.format === "png" ? 1200 : random.pick(widths);
  const height = Math.round(width / random.pick(aspects));
  const cut = {
    width: Math.min(width, negative.width),
    height: Math.min(height, negative.height),
  };
  let image = sharp(negative.data, {
    raw: { width: negative.width, height: negative.height, channels: 3 },
  }).extract({
    left: Math.round((negative.width - cut.width) * random.between(0.35, 0.65)),
    top: Math.round((negative.height - cut.height) * random.between(0.3, 0.7)),
    ...cut,
  });
  if (random.next() < inAnotherLight) image = image.recomb(light(random));
  if (random.next() < 0.5) image = image.flop();
  if (cut.width < width) image = image.resize(width, height, { kernel: "linear" });
  if (spec.format === "png") return image.png({ compressionLevel: 1 }).toBuffer();
  // Optimal Huffman tables would double the time, and save 5 %.
  const jpeg = { quality: Math.round(random.between(78, 90)), optimizeCoding: false };
  if (random.next() >= onItsSide) return image.jpeg(jpeg).toBuffer();
  // Orientation 6: upright after a turn of 90° clockwise.
  return image.rotate(270).jpeg(jpeg).withMetadata({ orientation: 6 }).toBuffer();
}

/** A mix of the colour channels, as from another lamp or time of day. */
function light(random: Random): [Row, Row, Row] {
  const mix = random.between(0, 0.55);
  const gain = () => random.between(0.85, 1.08);
  const row = (own: 0 | 1 | 2): Row => {
    const mixed: Row = [0, 0, 0];
    const strength = gain();
    mixed[own] = (1 - mix) * strength;
    mixed[((own + 1) % 3) as 0 | 1 | 2] = mix * strength;
    return mixed;
  };
  return [row(0), row(1), row(2)];
}

type Row = [number, number, number];
