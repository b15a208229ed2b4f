import type { SceneName } from "./photos/scenes.ts";
import { Random } from "./random.ts";
import type { ShopImage, ShopProduct } from "./shop.ts";

/** What a shop sells, for `makeRange`. */
export interface RangeSpec {
  /** The shop's id. */
  readonly shop: string;
  /** Begins the products' ids. */
  readonly code: string;
  readonly nouns: readonly [string, ...string[]];
  readonly adjectives: readonly [string, ...string[]];
  readonly scene: SceneName;
  /** Scheme and host of the images' URLs. */
  readonly imageOrigin: string;
  /** Scheme and host of the products' pages. */
  readonly linkOrigin: string;
  readonly products: number;
  readonly imagesEach: number;
}

export interface Range {
  readonly products: readonly ShopProduct[];
  readonly images: ReadonlyMap<string, ShopImage>;
}

/** Every so-many-th photo of a shop is a PNG. */
const pngEvery = 12;

/** Products with photos, always the same for the same shop. */
export function makeRange(spec: RangeSpec): Range {
  const random = new Random(spec.shop);
  const images = new Map<string, ShopImage>();
  const products = Array.from({ length: spec.products }, (_, index): ShopProduct => {
    const id = `${spec.code}-${String(index + 1).padStart(4, "0")}`;
    const addresses = Array.from({ length: spec.imagesEach }, (_, view) => {
      const format = images.size % pngEvery === pngEvery - 1 ? "png" : "jpeg";
      const path = `/photos/${id.toLowerCase()}-${view + 1}.${format === "png" ? "png" : "jpg"}`;
      images.set(path, { kind: "photo", seed: `${spec.shop}${path}`, scene: spec.scene, format });
      return `${spec.imageOrigin}${path}`;
    });
    return {
      id,
      title: `${random.pick(spec.adjectives)} ${random.pick(spec.nouns)} ${random.pick(["S", "M", "L", "2", "Pro"])}`,
      link: `${spec.linkOrigin}/p/${id.toLowerCase()}`,
      price: `${(5 + Math.floor(random.next() * 400)).toFixed(0)}.${random.pick(["00", "50", "90", "99"])} EUR`,
      images: addresses,
    };
  });
  return { products, images };
}
