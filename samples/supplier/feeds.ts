import { gzipSync } from "node:zlib";
import type { Shop, ShopProduct } from "./shop.ts";

/** A shop's feed as its supplier sends it. */
export function feedBytes({ feed }: Shop): Buffer {
  const text = Buffer.from(feed.text);
  return feed.gzipped ? gzipSync(text) : text;
}

/** Products as a Google Merchant Center feed. The first image is the main one. */
export function googleMerchantFeed(title: string, products: readonly ShopProduct[]): string {
  const items = products.map(({ images: [first, ...others], ...product }) =>
    [
      "  <item>",
      element("g:id", product.id),
      element("title", product.title),
      element("link", product.link),
      element("g:price", product.price),
      element("g:availability", "in_stock"),
      element("g:image_link", first),
      ...others.map((image) => element("g:additional_image_link", image)),
      "  </item>",
    ]
      .filter((line) => line !== "")
      .join("\n"),
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0">
<channel>
  <title>${escaped(title)}</title>
${items.join("\n")}
</channel>
</rss>
`;
}

function element(name: string, text: string | undefined): string {
  return text === undefined ? "" : `    <${name}>${escaped(text)}</${name}>`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** Products as CSV with semicolons, the format of spreadsheets in much of Europe. */
export function csvFeed(products: readonly ShopProduct[]): string {
  const header = ["SKU", "Name", "URL", "Price", "Image link", "Additional image link"];
  const lines = products.map(({ id, title, link, price, images: [first, ...others] }) => {
    return [id, title, link, price, first, others.join(",")];
  });
  return [header, ...lines].map((line) => line.map(quoted).join(";")).join("\r\n");
}

function quoted(value = ""): string {
  return /[";\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

/** Products as a JSON array. */
export function jsonFeed(products: readonly ShopProduct[]): string {
  return JSON.stringify(products, null, 1);
}

/** Products as `{ products: […] }` with other fields. */
export function jsonCatalogueFeed(shop: string, products: readonly ShopProduct[]): string {
  return JSON.stringify({ shop, currency: "EUR", products, total: products.length }, null, 1);
}
