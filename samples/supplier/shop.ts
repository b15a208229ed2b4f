import type { SceneName } from "./photos/scenes.ts";

/** A supplier as the sample has it: one feed, and the images that it names. */
export interface Shop {
  /** The tenant's id. All hosts of the shop are this domain's: `<id>.example` and what is below it. */
  readonly id: string;
  readonly feed: {
    readonly host: string;
    readonly path: string;
    readonly contentType: string;
    /** The feed's text. */
    readonly text: string;
    /** Served as a .gz file. */
    readonly gzipped: boolean;
  };
  /** Path → what is there, the same on all hosts of the shop. */
  readonly images: ReadonlyMap<string, ShopImage>;
}

/** What a shop's server does when it is asked for an image. */
export type ShopImage =
  | {
      readonly kind: "photo";
      readonly seed: string;
      readonly scene: SceneName;
      readonly format: "jpeg" | "png";
    }
  /** The first half of a photo's bytes, served as if that were all. */
  | { readonly kind: "truncated"; readonly seed: string; readonly scene: SceneName; readonly format: "jpeg" }
  | { readonly kind: "text"; readonly text: string }
  /** A PNG of 30,000 × 30,000 pixels in a file of some hundred kilobytes. */
  | { readonly kind: "huge" }
  | { readonly kind: "redirect"; readonly to: string }
  /** Headers, some bytes, and then nothing more. */
  | { readonly kind: "stall" };

/** A product as the shop's feed has it. A field that is undefined is left out of the feed. */
export interface ShopProduct {
  readonly id?: string;
  readonly title?: string;
  readonly link?: string;
  readonly price?: string;
  readonly images: readonly string[];
}
