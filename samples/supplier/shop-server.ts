import type { IncomingMessage, ServerResponse } from "node:http";
import { answerText, answerWith } from "./answer.ts";
import { feedBytes } from "./feeds.ts";
import { imageBytes, imageType } from "./photo.ts";
import type { Shop } from "./shop.ts";

/** Answers requests to the shops' hosts. */
export class ShopServer {
  readonly #shops: ReadonlyMap<string, Shop>;

  constructor(shops: readonly Shop[]) {
    this.#shops = new Map(shops.map((shop) => [`${shop.id}.example`, shop]));
  }

  /** Whether `host`, without a port, belongs to a shop. */
  has(host: string): boolean {
    return this.#shopOf(host) !== undefined;
  }

  /** Answers a GET or HEAD of `url`, whose host belongs to a shop. */
  async answer(url: URL, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const shop = this.#shopOf(url.hostname);
    if (request.method !== "GET" && request.method !== "HEAD") {
      return answerText(response, 405, `${request.method} is not allowed: use GET or HEAD`);
    }
    if (shop?.feed.host === url.hostname && shop.feed.path === url.pathname)
      return answerWith(request, response, feedBytes(shop), shop.feed.contentType);
    const image = shop?.images.get(url.pathname);
    if (image === undefined) return answerText(response, 404, `${url.host} has no ${url.pathname}`);
    const bytes = await imageBytes(image, url.pathname);
    if (bytes !== undefined) return answerWith(request, response, bytes, imageType(url.pathname));
    if (image.kind === "redirect") {
      response.writeHead(302, { location: image.to }).end();
      return;
    }
    response.writeHead(200, { "content-type": "image/jpeg", "content-length": 200_000 });
    response.write(Buffer.from("ffd8ffe000104a464946", "hex"));
  }

  #shopOf(host: string): Shop | undefined {
    return this.#shops.get(host.split(".").slice(-2).join("."));
  }
}
