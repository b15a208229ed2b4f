import type { ShopProduct } from "../shop.ts";

/** Products as a JSON array. */
export function jsonFeed(products: readonly ShopProduct[]): string {
  return JSON.stringify(products, null, 1);
}

/** Products as `{ products: […] }` with other fields. */
export function jsonCatalogueFeed(shop: string, products: readonly ShopProduct[]): string {
  return JSON.stringify({ shop, currency: "EUR", products, total: products.length }, null, 1);
}
