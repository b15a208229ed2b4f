import type { SceneName } from "./photos/scenes.ts";

/** A supplier: a feed, and the images in it. */
export interface Shop {
  /** The tenant's id. The shop's hosts are `<id>.example` and its subdomains. */
  readonly id: string;
  readonly feed: {
    readonly host: string;
    readonly path: string;
    readonly contentType: string;
    readonly text: string;
    readonly gzipped: boolean;
  };
  /** Path → image, the same on all hosts of the shop. */
  readonly images: ReadonlyMap<string, ShopImage>;
}

/** How a shop's server answers a request for an image. */
export type ShopImage =
  | {
      readonly kind: "photo";
      readonly seed: string;
      readonly scene: SceneName;
      readonly format: "jpeg" | "png";
    }
  /** The first half of a photo's bytes, served as the whole. */
  | { readonly kind: "truncated"; readonly seed: string; readonly scene: SceneName; readonly format: "jpeg" }
  | { readonly kind: "text"; readonly text: string }
  /** A PNG of 30,000 × 30,000 pixels in a file of about 110 KB. */
  | { readonly kind: "huge" }
  | { readonly kind: "redirect"; readonly to: string }
  /** Headers and some bytes, without an end. */
  | { readonly kind: "stall" };

/** A product in a feed. The feed leaves out undefined fields. */
export interface ShopProduct {
  readonly id?: string;
  readonly title?: string;
  readonly link?: string;
  readonly price?: string;
  readonly images: readonly string[];
}
