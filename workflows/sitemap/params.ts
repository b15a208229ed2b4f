import * as z from "zod";
import { MaxItemFailures } from "../../workflow-kit/max-item-failures.ts";

const baseUrl = z
  .url({ protocol: /^https?$/ })
  .refine(
    (url) => url.endsWith("/") && !/[?#]/.test(url),
    "an address that ends with / and has no ? or #: file names are added to it",
  )
  .describe(
    "Where the shop publishes the sitemap's files: the index is <baseUrl>sitemap.xml.gz. Only pages of the same site are listed, as search engines demand.",
  )
  .meta({ examples: ["https://www.acme-outdoor.example/"] });

const productUrl = z
  .string()
  .refine(
    (url) => url.includes("{id}") && /^https?:$/.test(URL.parse(url.replaceAll("{id}", "1"))?.protocol ?? ""),
    "a complete http:// or https:// address with {id} where the product's id belongs",
  )
  .optional()
  .describe(
    "The address of a product's page, with {id} where its id belongs. Without it: the link that the feed gives for each product.",
  )
  .meta({ examples: ["https://www.acme-outdoor.example/products/{id}"] });

/** A tenant's block `workflows.sitemap`. */
export const SitemapParams = z
  .strictObject({ baseUrl, productUrl, maxItemFailures: MaxItemFailures })
  .describe("Writes the sitemap of the tenant's shop from the products of its latest catalogue import.");
export type SitemapParams = z.output<typeof SitemapParams>;

/** Limits of one file by the protocol. https://www.sitemaps.org/protocol.html */
export const sitemapLimits = { urls: 50_000, bytes: 50 * 2 ** 20 } as const;
