import { jsonCatalogueFeed } from "./feeds.ts";
import { makeRange, type RangeSpec } from "./range.ts";
import type { AddressOf, Shop, ShopImage, ShopProduct } from "./shop.ts";

const host = "ember-toys.example";

/** Path → broken image. */
const brokenImages: Readonly<Record<string, ShopImage>> = {
  "/photos/truncated.jpg": { kind: "truncated", file: "robot-1.jpg" },
  "/photos/really-a-text.jpg": { kind: "text", text: "Sorry, this picture is not available any more.\n" },
  // A decompression bomb: 30,000 × 30,000 black pixels in 110 KB.
  "/photos/poster.png": { kind: "photo", file: "poster.png" },
  "/photos/moved.jpg": { kind: "redirect", to: "/photos/moved-again.jpg" },
  "/photos/moved-again.jpg": { kind: "redirect", to: "/photos/moved.jpg" },
  "/photos/slow.jpg": { kind: "stall" },
};

/**
 * Addresses in the feed: of broken images, of a missing one, and of the credentials of an EC2 instance. An object neither redirects nor
 * stalls.
 */
function brokenAddresses(addressOf: AddressOf): readonly string[] {
  const listed = ["not-there.jpg", "truncated.jpg", "really-a-text.jpg", "poster.png"];
  const ofServers = addressOf(host, "/").startsWith("http:") ? ["moved.jpg", "slow.jpg"] : [];
  const addresses = [...listed, ...ofServers].map((name) => addressOf(host, `/photos/${name}`));
  return [...addresses, "http://169.254.169.254/latest/meta-data/"];
}

/** Products that cannot be imported: without id, title, image, or a complete address. */
function badProducts(image: string): readonly ShopProduct[] {
  return [
    { title: "Robot without an id", images: [image] },
    { id: "EMB-9001", images: [image] },
    { id: "EMB-9002", title: "Robot without a picture", images: [] },
    { id: "EMB-9003", title: "Robot with half an address", images: ["photos/emb-0001-1.jpg"] },
  ];
}

const spec: RangeSpec = {
  shop: "ember-toys",
  code: "EMB",
  nouns: ["robot", "puppet", "tin car", "puzzle"],
  adjectives: ["Clever", "Tiny", "Wooden", "Glowing"],
  scene: "robot",
  products: 12,
  imagesEach: 1,
};

/** The shop with invalid products and broken images. */
export function emberToys(addressOf: AddressOf): Shop {
  const range = makeRange(spec, addressOf);
  const withBroken = brokenAddresses(addressOf).map(
    (address, index): ShopProduct => ({
      id: `EMB-8${String(index + 1).padStart(3, "0")}`,
      title: `Robot from the attic, no. ${index + 1}`,
      price: "9.90 EUR",
      images: [address],
    }),
  );
  return {
    id: "ember-toys",
    feed: {
      host,
      path: "/feed.json",
      contentType: "application/json",
      text: jsonCatalogueFeed("Ember Toys", [
        ...range.products,
        ...withBroken,
        ...badProducts(addressOf(host, "/photos/emb-0001-1.jpg")),
      ]),
      gzipped: false,
    },
    images: new Map([...range.images, ...Object.entries(brokenImages)]),
  };
}
