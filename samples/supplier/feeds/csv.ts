import type { ShopProduct } from "../shop.ts";

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
