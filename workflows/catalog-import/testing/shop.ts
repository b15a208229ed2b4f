import type { ServerResponse } from "node:http";
import sharp from "sharp";
import type { Chunk } from "../../../contract/chunk.ts";
import { dataBucket } from "../../../testing/worker/cloud.ts";
import { type Origin, startOrigin } from "../../../testing/worker/origin.ts";
import { CatalogImportParams } from "../params.ts";

/** The shop's address. */
export const shop = "http://shop.example";

/** What each chunk's feed lists: a product a word, each with one image of that name. */
export const feeds: Readonly<Record<string, string>> = {
  "/good.json": "red green blue",
  "/large.json": Array.from({ length: 20 }, (_, index) => `p${index}`).join(" "),
  "/half-broken.json": "red none-1 none-2 green",
  "/slow.json": "red green slow",
};

/** A chunk of the import. `feed`: a path of the shop, or an object. */
export function chunk(index: number, change: Partial<Chunk> & { readonly feed: string }): Chunk {
  const { feed, ...rest } = change;
  const tenant = change.tenant ?? "acme";
  const params = CatalogImportParams.parse({
    feed: { url: feed.startsWith("s3:") ? feed : `${shop}${feed}`, format: "json" },
    renditions: [
      { width: 16, format: "webp" },
      { width: 32, format: "jpeg", quality: 60 },
    ],
  });
  const data = { bucket: dataBucket, prefix: `tenants/${tenant}/` };
  return { index, tenant, part: 0, parts: 1, data, params, ...rest };
}

export interface ShopServer extends Origin {
  /** The paths that were asked for. */
  readonly asked: string[];
  /** Resolves when the slow image is asked for. Only the second request gets it. */
  readonly slowAsked: Promise<void>;
}

/** Serves the shop's feeds, and images that are a colour each. Its proxy stands for the internet. */
export async function startShop(): Promise<ShopServer> {
  const asked: string[] = [];
  const slowAsked = Promise.withResolvers<void>();
  let slow: ServerResponse | undefined;
  const origin = await startOrigin(async (url, request, response) => {
    asked.push(url.pathname);
    const feed = feeds[url.pathname];
    if (feed !== undefined) {
      const products = feed.split(" ").map((id) => ({ id, title: id, images: [`${shop}/${id}.png`] }));
      return response.end(JSON.stringify({ products }));
    }
    const name = url.pathname.slice(1, -4);
    if (name.startsWith("none")) return response.writeHead(404).end();
    if (name === "slow" && slow === undefined) {
      slow = response;
      return slowAsked.resolve();
    }
    response.setHeader("etag", `"${name}"`);
    if (request.headers["if-none-match"] === `"${name}"`) return response.writeHead(304).end();
    const shade = name.charCodeAt(name.length - 1);
    const background = { r: shade, g: name.length, b: name.charCodeAt(0) };
    response.end(
      await sharp({ create: { width: 40, height: 20, channels: 3, background } })
        .png()
        .toBuffer(),
    );
  });
  return { ...origin, asked, slowAsked: slowAsked.promise };
}
