import type { ShopProduct } from "../shop.ts";

/** Products as CSV with semicolons, as spreadsheets in much of Europe write it. */
export function csvFeed(products: readonly ShopProduct[]): string {
  const lines = products.map(({ id, title, link, price, images: [first, ...others] }) => [
    id,
    title,
    link,
    price,
    first,
    others.join(","),
  ]);
  return [["SKU", "Name", "URL", "Price", "Image link", "Additional image link"], ...lines]
    .map((line) => line.map((value) => quoted(value ?? "")).join(";"))
    .join("\r\n");
}

function quoted(value: string): string {
  return /[";\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
