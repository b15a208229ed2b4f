import { emberToys } from "./ember-toys.ts";
import { csvFeed } from "./feeds/csv.ts";
import { googleMerchantFeed } from "./feeds/google-merchant.ts";
import { jsonFeed } from "./feeds/json.ts";
import { makeRange } from "./range.ts";
import type { Shop } from "./shop.ts";

/** The suppliers of the sample tenants in `tenants/`: about 200 images in all. */
export function sampleShops(): readonly Shop[] {
  return [acmeOutdoor(), boltBikes(), cafeLumiere(), deltaDecor(), emberToys(), fjordFashion()];
}

function acmeOutdoor(): Shop {
  const { products, images } = makeRange({
    shop: "acme-outdoor",
    code: "ACM",
    nouns: ["tent", "tarp", "bivouac", "shelter"],
    adjectives: ["Alpine", "Light", "Storm", "Family"],
    scene: "tent",
    imageOrigin: "http://images.acme-outdoor.example",
    linkOrigin: "http://www.acme-outdoor.example",
    products: 45,
    imagesEach: 2,
  });
  return {
    id: "acme-outdoor",
    feed: {
      host: "feeds.acme-outdoor.example",
      path: "/products.xml.gz",
      contentType: "application/gzip",
      text: googleMerchantFeed("Acme Outdoor", products),
      gzipped: true,
    },
    images,
  };
}

function boltBikes(): Shop {
  const origin = "http://bolt-bikes.example";
  const { products, images } = makeRange({
    shop: "bolt-bikes",
    code: "BLT",
    nouns: ['bicycle 28"', "city bike; 7 gears", "gravel bike", "frame"],
    adjectives: ["Swift", "Classic", "Urban", "Steel"],
    scene: "bicycle",
    imageOrigin: origin,
    linkOrigin: origin,
    products: 20,
    imagesEach: 2,
  });
  return {
    id: "bolt-bikes",
    feed: {
      host: "bolt-bikes.example",
      path: "/export/catalogue.csv",
      contentType: "text/csv; charset=utf-8",
      text: csvFeed(products),
      gzipped: false,
    },
    images,
  };
}

function cafeLumiere(): Shop {
  const origin = "http://cafe-lumiere.example";
  const { products, images } = makeRange({
    shop: "cafe-lumiere",
    code: "CAF",
    nouns: ["tasse à café", "bol", "théière", "mug"],
    adjectives: ["Petite", "Grande", "Émaillée", "Crème"],
    scene: "cup",
    imageOrigin: origin,
    linkOrigin: origin,
    products: 10,
    imagesEach: 1,
  });
  return {
    id: "cafe-lumiere",
    feed: {
      host: "cafe-lumiere.example",
      path: "/api/products.json",
      contentType: "application/json",
      text: jsonFeed(products),
      gzipped: false,
    },
    images,
  };
}

function deltaDecor(): Shop {
  const origin = "http://delta-decor.example";
  const { products, images } = makeRange({
    shop: "delta-decor",
    code: "DEL",
    nouns: ["sofa", "armchair", "daybed", "bench"],
    adjectives: ["Linen", "Velvet", "Oak", "Low"],
    scene: "sofa",
    imageOrigin: origin,
    linkOrigin: origin,
    products: 10,
    imagesEach: 1,
  });
  return {
    id: "delta-decor",
    feed: {
      host: "delta-decor.example",
      path: "/products.xml",
      contentType: "application/xml",
      text: googleMerchantFeed("Delta Decor", products),
      gzipped: false,
    },
    images,
  };
}

function fjordFashion(): Shop {
  const { products, images } = makeRange({
    shop: "fjord-fashion",
    code: "FJO",
    nouns: ["dress", "skirt & belt", "tunic", "gown"],
    adjectives: ["Summer", "Woollen", "Pleated", "Evening"],
    scene: "dress",
    imageOrigin: "http://cdn.fjord-fashion.example",
    linkOrigin: "http://www.fjord-fashion.example",
    products: 10,
    imagesEach: 4,
  });
  return {
    id: "fjord-fashion",
    feed: {
      host: "cdn.fjord-fashion.example",
      path: "/google.xml",
      contentType: "application/rss+xml; charset=utf-8",
      text: googleMerchantFeed("Fjord Fashion", products),
      gzipped: false,
    },
    images,
  };
}
