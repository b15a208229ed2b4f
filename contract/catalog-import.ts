import { z } from "zod";
import { Duration } from "./duration.ts";

/** Image formats a rendition can have. */
export const renditionFormats = ["webp", "avif", "jpeg"] as const;

const Rendition = z
  .strictObject({
    width: z
      .int()
      .min(16)
      .max(4096)
      .describe("Width in pixels. A smaller original keeps its own width: nothing is enlarged."),
    format: z
      .enum(renditionFormats)
      .describe("webp is the best compromise; avif is smaller but takes 10 times the CPU."),
    quality: z.int().min(1).max(100).default(80).describe("Encoder quality, 1–100."),
  })
  .describe("One size and format that every product image is made in.");

const Feed = z
  .strictObject({
    url: z
      .url({ protocol: /^https?$/ })
      .describe("Where the supplier publishes the catalogue. http or https; may be gzipped."),
    format: z
      .enum(["google-merchant", "csv", "json"])
      .describe(
        "google-merchant: RSS 2.0 with g: elements; csv: a header line; json: an array of products, or { products: […] }.",
      ),
  })
  .describe("The supplier's product feed.");

/** A tenant's block `workflows.catalog-import`. */
export const CatalogImportParams = z.strictObject({
  feed: Feed,
  renditions: z
    .array(Rendition)
    .min(1)
    .max(12)
    .default([
      { width: 320, format: "webp", quality: 80 },
      { width: 800, format: "webp", quality: 80 },
    ])
    .describe("The renditions to make of every image."),
  chunks: z
    .int()
    .min(1)
    .max(1000)
    .default(1)
    .describe(
      "Into how many chunks the catalogue is split; each takes its share of the products by a hash of their id.",
    ),
  maxItemFailures: z
    .number()
    .min(0)
    .max(1)
    .default(0.1)
    .describe("The share of items, 0–1, that may fail in a stage of a chunk before the chunk itself fails."),
  skipIfSucceededWithin: Duration.optional().describe(
    "Do not run again if the last success is younger than this, for example 20h.",
  ),
  maxImagesPerProduct: z
    .int()
    .min(1)
    .max(50)
    .default(5)
    .describe("Of each product, take only so many images, in the feed's order."),
});
export type CatalogImportParams = z.output<typeof CatalogImportParams>;
export type Rendition = CatalogImportParams["renditions"][number];

/** One product as the fetch stage writes it, a line of `products.ndjson`. */
export interface Product {
  readonly id: string;
  readonly title: string;
  readonly link?: string;
  readonly price?: string;
  /** Absolute URLs. */
  readonly images: readonly string[];
}
