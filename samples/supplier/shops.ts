import { emberToys } from "./ember-toys.ts";
import { csvFeed, googleMerchantFeed, jsonFeed } from "./feeds.ts";
import { makeRange, type RangeSpec } from "./range.ts";
import type { AddressOf, Shop, ShopProduct } from "./shop.ts";

/** The suppliers of the sample tenants in `tenants/`. `addressOf` says where their images are. @default on their hosts */
export function sampleShops(addressOf: AddressOf = (host, path) => `http://${host}${path}`): readonly Shop[] {
  return [...validShops.map((shop) => open(shop, addressOf)), emberToys(addressOf)];
}

interface ValidShop {
  readonly range: RangeSpec;
  /** @default host `<shop>.example`, not gzipped */
  readonly feed: Pick<Shop["feed"], "path" | "contentType"> & Partial<Shop["feed"]>;
  readonly write: (products: readonly ShopProduct[]) => string;
}

function open({ range: spec, feed, write }: ValidShop, addressOf: AddressOf): Shop {
  const { products, images } = makeRange(spec, addressOf);
  const defaults = { host: `${spec.shop}.example`, gzipped: false };
  return { id: spec.shop, feed: { ...defaults, ...feed, text: write(products) }, images };
}

const validShops: readonly ValidShop[] = [
  {
    range: {
      ...{ shop: "acme-outdoor", code: "ACM", scene: "tent", products: 10, imagesEach: 2 },
      nouns: ["tent", "tarp", "bivouac", "shelter"],
      adjectives: ["Alpine", "Light", "Storm", "Family"],
      imageHost: "images.acme-outdoor.example",
      linkHost: "www.acme-outdoor.example",
    },
    feed: {
      host: "feeds.acme-outdoor.example",
      path: "/products.xml.gz",
      contentType: "application/gzip",
      gzipped: true,
    },
    write: (products) => googleMerchantFeed("Acme Outdoor", products),
  },
  {
    range: {
      ...{ shop: "bolt-bikes", code: "BLT", scene: "bicycle", products: 6, imagesEach: 2 },
      nouns: ['bicycle 28"', "city bike; 7 gears", "gravel bike", "frame"],
      adjectives: ["Swift", "Classic", "Urban", "Steel"],
    },
    feed: { path: "/export/catalogue.csv", contentType: "text/csv; charset=utf-8" },
    write: csvFeed,
  },
  {
    range: {
      ...{ shop: "cafe-lumiere", code: "CAF", scene: "cup", products: 10, imagesEach: 1 },
      nouns: ["tasse à café", "bol", "théière", "mug"],
      adjectives: ["Petite", "Grande", "Émaillée", "Crème"],
    },
    feed: { path: "/api/products.json", contentType: "application/json" },
    write: jsonFeed,
  },
  {
    range: {
      ...{ shop: "delta-decor", code: "DEL", scene: "sofa", products: 3, imagesEach: 1 },
      nouns: ["sofa", "armchair", "daybed", "bench"],
      adjectives: ["Linen", "Velvet", "Oak", "Low"],
    },
    feed: { path: "/products.xml", contentType: "application/xml" },
    write: (products) => googleMerchantFeed("Delta Decor", products),
  },
  {
    range: {
      ...{ shop: "fjord-fashion", code: "FJO", scene: "dress", products: 4, imagesEach: 4 },
      nouns: ["dress", "skirt & belt", "tunic", "gown"],
      adjectives: ["Summer", "Woollen", "Pleated", "Evening"],
      imageHost: "cdn.fjord-fashion.example",
      linkHost: "www.fjord-fashion.example",
    },
    feed: {
      host: "cdn.fjord-fashion.example",
      path: "/google.xml",
      contentType: "application/rss+xml; charset=utf-8",
    },
    write: (products) => googleMerchantFeed("Fjord Fashion", products),
  },
];
