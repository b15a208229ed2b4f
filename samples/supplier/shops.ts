import { emberToys } from "./ember-toys.ts";
import { csvFeed } from "./feeds/csv.ts";
import { googleMerchantFeed } from "./feeds/google-merchant.ts";
import { jsonFeed } from "./feeds/json.ts";
import { makeRange, type RangeSpec } from "./range.ts";
import type { Shop, ShopProduct } from "./shop.ts";

/** The suppliers of the sample tenants in `tenants/`: about 200 images in all. */
export function sampleShops(): readonly Shop[] {
  return [...ordinary.map(open), emberToys()];
}

/** A shop without surprises. */
interface OrdinaryShop {
  readonly range: RangeSpec;
  readonly feed: Omit<Shop["feed"], "text">;
  readonly write: (products: readonly ShopProduct[]) => string;
}

function open({ range: spec, feed, write }: OrdinaryShop): Shop {
  const { products, images } = makeRange(spec);
  return { id: spec.shop, feed: { ...feed, text: write(products) }, images };
}

const ordinary: readonly OrdinaryShop[] = [
  {
    range: {
      shop: "acme-outdoor",
      code: "ACM",
      nouns: ["tent", "tarp", "bivouac", "shelter"],
      adjectives: ["Alpine", "Light", "Storm", "Family"],
      scene: "tent",
      imageOrigin: "http://images.acme-outdoor.example",
      linkOrigin: "http://www.acme-outdoor.example",
      products: 45,
      imagesEach: 2,
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
      shop: "bolt-bikes",
      code: "BLT",
      nouns: ['bicycle 28"', "city bike; 7 gears", "gravel bike", "frame"],
      adjectives: ["Swift", "Classic", "Urban", "Steel"],
      scene: "bicycle",
      imageOrigin: "http://bolt-bikes.example",
      linkOrigin: "http://bolt-bikes.example",
      products: 20,
      imagesEach: 2,
    },
    feed: {
      host: "bolt-bikes.example",
      path: "/export/catalogue.csv",
      contentType: "text/csv; charset=utf-8",
      gzipped: false,
    },
    write: csvFeed,
  },
  {
    range: {
      shop: "cafe-lumiere",
      code: "CAF",
      nouns: ["tasse à café", "bol", "théière", "mug"],
      adjectives: ["Petite", "Grande", "Émaillée", "Crème"],
      scene: "cup",
      imageOrigin: "http://cafe-lumiere.example",
      linkOrigin: "http://cafe-lumiere.example",
      products: 10,
      imagesEach: 1,
    },
    feed: {
      host: "cafe-lumiere.example",
      path: "/api/products.json",
      contentType: "application/json",
      gzipped: false,
    },
    write: jsonFeed,
  },
  {
    range: {
      shop: "delta-decor",
      code: "DEL",
      nouns: ["sofa", "armchair", "daybed", "bench"],
      adjectives: ["Linen", "Velvet", "Oak", "Low"],
      scene: "sofa",
      imageOrigin: "http://delta-decor.example",
      linkOrigin: "http://delta-decor.example",
      products: 10,
      imagesEach: 1,
    },
    feed: {
      host: "delta-decor.example",
      path: "/products.xml",
      contentType: "application/xml",
      gzipped: false,
    },
    write: (products) => googleMerchantFeed("Delta Decor", products),
  },
  {
    range: {
      shop: "fjord-fashion",
      code: "FJO",
      nouns: ["dress", "skirt & belt", "tunic", "gown"],
      adjectives: ["Summer", "Woollen", "Pleated", "Evening"],
      scene: "dress",
      imageOrigin: "http://cdn.fjord-fashion.example",
      linkOrigin: "http://www.fjord-fashion.example",
      products: 10,
      imagesEach: 4,
    },
    feed: {
      host: "cdn.fjord-fashion.example",
      path: "/google.xml",
      contentType: "application/rss+xml; charset=utf-8",
      gzipped: false,
    },
    write: (products) => googleMerchantFeed("Fjord Fashion", products),
  },
];
