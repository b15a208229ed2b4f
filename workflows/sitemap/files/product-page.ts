import { ItemError } from "../../../workflow-kit/at-run/errors.ts";
import type { Product } from "../../catalog-import/params.ts";
import type { SitemapParams } from "../params.ts";

/** A URL in a sitemap has fewer characters than this. https://www.sitemaps.org/protocol.html#locdef */
const tooLong = 2_048;

/**
 * The address of a product's page, percent-encoded as RFC 3986 wants it. Throws ItemError when there is none that a search engine
 * would take from a sitemap at `baseUrl`.
 */
export function productPage(
  product: Pick<Product, "id" | "link">,
  { baseUrl, productUrl }: Pick<SitemapParams, "baseUrl" | "productUrl">,
): string {
  const address = productUrl?.replaceAll("{id}", () => encodeURIComponent(product.id)) ?? product.link;
  if (address === undefined) {
    throw new ItemError("it has no link in the feed: set productUrl to make one of its id");
  }
  const page = URL.parse(address);
  if (page === null) throw new ItemError(`${JSON.stringify(address)} is not an absolute URL`);
  // A fragment is a place in a page, not a page.
  page.hash = "";
  const { origin } = new URL(baseUrl);
  if (page.origin !== origin) {
    throw new ItemError(
      `${page.href} is not on ${origin}, where the sitemap is: search engines would ignore it`,
    );
  }
  if (page.href.length >= tooLong)
    throw new ItemError(`its address has ${page.href.length} characters: at most ${tooLong - 1} are allowed`);
  return page.href;
}
