import * as z from "zod";
import { MaxItemFailures } from "../../workflow-kit/max-item-failures.ts";

const baseUrl = z
  .url({ protocol: /^https?$/ })
  .refine(
    (url) => url.endsWith("/") && !/[?#]/.test(url),
    "an address that ends with / and has no ? or #, as file names are added to it",
  )
  .describe(
    "The address of the sitemap's files. The index is <baseUrl>sitemap.xml.gz. Only pages of the same site are listed, as search engines demand.",
  )
  .meta({ examples: ["https://www.acme-outdoor.example/"] });

const productUrl = z
  .string()
  .refine(
    (url) => url.includes("{id}") && /^https?:/i.test(url) && URL.canParse(url.replaceAll("{id}", "1")),
    "a complete http:// or https:// address with {id} for the product's id",
  )
  .optional()
  .describe(
    "The address of a product's page, with {id} for its id. Without it: the link of each product in the feed.",
  )
  .meta({ examples: ["https://www.acme-outdoor.example/products/{id}"] });

/** A tenant's block `workflows.sitemap`. */
export const SitemapParams = z
  .strictObject({ baseUrl, productUrl, maxItemFailures: MaxItemFailures })
  .describe("Writes the sitemap of the tenant's shop from the products of its latest catalogue import.");
export type SitemapParams = z.output<typeof SitemapParams>;

/** Limits of one file by the protocol. https://www.sitemaps.org/protocol.html */
export const sitemapLimits = { urls: 50_000, bytes: 50 * 2 ** 20 } as const;
