import { ItemError } from "../../../workflow-kit/at-run/errors.ts";
import type { Product } from "../../catalog-import/params.ts";
import type { SitemapParams } from "../params.ts";

/** URLs in a sitemap have fewer characters. https://www.sitemaps.org/protocol.html#locdef */
const tooLong = 2_048;

/** A product's page, percent-encoded by RFC 3986. @throws {ItemError} when it is missing, or search engines ignore it at `baseUrl`. */
export function productPage(
  product: Pick<Product, "id" | "link">,
  { baseUrl, productUrl }: Pick<SitemapParams, "baseUrl" | "productUrl">,
): string {
  const address = productUrl?.replaceAll("{id}", () => encodeURIComponent(product.id)) ?? product.link;
  if (address === undefined) {
    throw new ItemError("it has no link in the feed: set productUrl, which makes one from its id");
  }
  const page = URL.parse(address);
  if (page === null) throw new ItemError(`${JSON.stringify(address)} is not an absolute URL`);
  // A fragment is a place in a page.
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
