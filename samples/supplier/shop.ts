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

/** The address of a shop's file, for its feed. */
export type AddressOf = (host: string, path: string) => string;

/** How a shop's server answers a request for an image. */
export type ShopImage =
  /** A file of `photos/`. */
  | { readonly kind: "photo"; readonly file: string }
  /** The first half of a photo's bytes, served as the whole. */
  | { readonly kind: "truncated"; readonly file: string }
  | { readonly kind: "text"; readonly text: string }
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
