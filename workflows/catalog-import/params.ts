import * as z from "zod";
import { Duration } from "../../contract/duration.ts";
import { defaultRenditions, Renditions } from "../../product-images/rendition-formats.ts";
import { MaxItemFailures } from "../../workflow-kit/max-item-failures.ts";
import { objectAddress } from "../../workflow-kit/object-address.ts";

const feedAddress = "a complete http:// or https:// address, or an object: s3://bucket/key or s3:///key";

const Feed = z
  .strictObject({
    url: z
      .url({ protocol: /^(https?|s3)$/, error: feedAddress })
      .refine((url) => !/^s3:/i.test(url) || objectAddress(url) !== undefined, feedAddress)
      .describe(
        "Where the catalogue is: a supplier's http or https address, s3://bucket/key, or s3:///key below the tenant's own prefix. May be gzipped.",
      )
      .meta({ examples: ["https://feeds.acme-outdoor.example/products.xml.gz"] }),
    format: z
      .enum(["google-merchant", "csv", "json"])
      .describe(
        "google-merchant: RSS 2.0 with g: elements; csv: a header line; json: an array of products, or { products: […] }.",
      ),
  })
  .describe("The supplier's product feed.");

/** A tenant's block `workflows.catalog-import`. */
export const CatalogImportParams = z
  .strictObject({
    feed: Feed,
    renditions: Renditions.default(defaultRenditions).describe("The renditions of every image."),
    chunks: z
      .int()
      .min(1)
      .max(1000)
      .default(1)
      .describe(
        "The number of chunks of the catalogue. Each takes its share of the products by a hash of their id.",
      ),
    maxItemFailures: MaxItemFailures,
    skipIfSucceededWithin: Duration.optional()
      .describe("Do not run again if the last success is younger than this, for example 20h.")
      .meta({ examples: ["20h"] }),
    maxImagesPerProduct: z
      .int()
      .min(1)
      .max(50)
      .default(5)
      .describe("The most images of each product, in the feed's order."),
  })
  .describe("Imports a supplier's catalogue: reads the feed, downloads the images, makes the renditions.");
export type CatalogImportParams = z.output<typeof CatalogImportParams>;

/** A product, a line of `productsFile`. */
export interface Product {
  readonly id: string;
  readonly title: string;
  readonly link?: string;
  readonly price?: string;
  /** Absolute URLs, `s3:` included. */
  readonly images: readonly string[];
}
