import * as z from "zod";
import type { Product } from "./params.ts";

/** A line of `products.ndjson`. */
export const ProductLine = z.object({
  id: z.string(),
  title: z.string(),
  link: z.string().exactOptional(),
  price: z.string().exactOptional(),
  images: z.array(z.string()),
}) satisfies z.ZodType<Product>;

/** A line of `images.ndjson`: an image's address, and where its bytes are. */
export const ImageLine = z.object({
  url: z.string(),
  /** Below the tenant's prefix. */
  key: z.string(),
  sha256: z.string(),
  bytes: z.int(),
  /** Media type. */
  type: z.string(),
});
export type ImageLine = z.output<typeof ImageLine>;

/** A line of what is remembered for the next run: the same, and how to ask whether it has changed. */
export const RememberedImage = ImageLine.extend({
  etag: z.string().exactOptional(),
  lastModified: z.string().exactOptional(),
});
export type RememberedImage = z.output<typeof RememberedImage>;
