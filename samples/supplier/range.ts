import { extname } from "node:path";
import { Random } from "./random.ts";
import type { AddressOf, ShopImage, ShopProduct } from "./shop.ts";

export interface RangeSpec {
  /** The shop's id. */
  readonly shop: string;
  /** Prefix of the products' ids. */
  readonly code: string;
  readonly nouns: readonly [string, ...string[]];
  readonly adjectives: readonly [string, ...string[]];
  /** Prefix of the photos' files. */
  readonly scene: string;
  /** Host of the images. @default `<shop>.example` */
  readonly imageHost?: string;
  /** Host of the products' pages. @default `<shop>.example` */
  readonly linkHost?: string;
  readonly products: number;
  readonly imagesEach: number;
}

export interface Range {
  readonly products: readonly ShopProduct[];
  readonly images: ReadonlyMap<string, ShopImage>;
}

/** One of this many photos is a PNG. */
const pngEvery = 12;

/** Products with photos. The same shop always has the same. */
export function makeRange(spec: RangeSpec, addressOf: AddressOf): Range {
  const { imageHost = `${spec.shop}.example`, linkHost = `${spec.shop}.example` } = spec;
  const random = new Random(spec.shop);
  const images = new Map<string, ShopImage>();
  const products = Array.from({ length: spec.products }, (_, index): ShopProduct => {
    const id = `${spec.code}-${String(index + 1).padStart(4, "0")}`;
    const addresses = Array.from({ length: spec.imagesEach }, (_, view) => {
      const png = images.size % pngEvery === pngEvery - 1;
      const file = png ? `${spec.scene}.png` : `${spec.scene}-${1 + (images.size % 2)}.jpg`;
      const path = `/photos/${id.toLowerCase()}-${view + 1}${extname(file)}`;
      images.set(path, { kind: "photo", file });
      return addressOf(imageHost, path);
    });
    return {
      id,
      title: `${random.pick(spec.adjectives)} ${random.pick(spec.nouns)} ${random.pick(["S", "M", "L", "2", "Pro"])}`,
      link: `http://${linkHost}/p/${id.toLowerCase()}`,
      price: `${(5 + Math.floor(random.next() * 400)).toFixed(0)}.${random.pick(["00", "50", "90", "99"])} EUR`,
      images: addresses,
    };
  });
  return { products, images };
}
