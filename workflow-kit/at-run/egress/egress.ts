import type { Readable } from "node:stream";
import { Agent, type Dispatcher, ProxyAgent, request } from "undici";
import { defaultPatience, type Patience } from "./patience.ts";
import { publicLookup, type Resolve } from "./public-lookup.ts";
import { publicUrl } from "./public-url.ts";
import { RequestError, requestError } from "./request-error.ts";

/** The most redirects. Browsers follow 20, but a supplier with more than 5 has a loop. */
const maxRedirects = 5;

export interface RequestOptions {
  /** A header that is undefined is not sent. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal;
}

export interface EgressResponse {
  /** The address after redirects. */
  readonly url: URL;
  readonly status: number;
  readonly headers: Dispatcher.ResponseData["headers"];
  readonly body: Readable & Partial<Pick<Dispatcher.ResponseData["body"], "dump">>;
}

/**
 * Reads a body that nobody needs to its end, so that the connection serves again; a body above 16 KiB is cut off.
 * @example await discard(response.body);
 */
export async function discard(body: EgressResponse["body"]): Promise<void> {
  if (body.dump === undefined) body.destroy();
  else await body.dump({ limit: 16_384 });
}

/**
 * Requests to URLs that tenants supply. `publicUrl` checks every URL, redirects included. Without a proxy, each resolved address is checked
 * too, when the connection is made. A proxy must refuse names that resolve to private addresses itself.
 * @example const { status, body } = await new Egress(context.egressProxy).get("https://shop.example/prices.json", { signal });
 */
export class Egress {
  readonly patience: Patience;
  readonly #dispatcher: Dispatcher;

  /** `proxy`: an http(s) URL; undefined to connect directly, to the addresses from `resolve`. @default DNS */
  constructor(proxy: string | undefined, patience: Patience = defaultPatience, resolve?: Resolve) {
    this.patience = patience;
    this.#dispatcher =
      proxy === undefined
        ? new Agent({ connect: { timeout: patience.connectMs, lookup: publicLookup(resolve) } })
        : new ProxyAgent({ uri: proxy, connectTimeout: patience.connectMs });
  }

  /** GETs `address`, follows redirects, and resolves for any other status. @throws {RequestError} @throws {ItemError} for a refused URL. */
  async get(address: string, options: RequestOptions = {}): Promise<EgressResponse> {
    let url = publicUrl(address);
    const seen = new Set<string>();
    for (;;) {
      if (seen.has(url.href)) throw new RequestError(`redirect loop: ${url.href} redirects back to itself`);
      if (seen.size > maxRedirects) throw new RequestError(`more than ${maxRedirects} redirects`);
      seen.add(url.href);
      const response = await this.#once(url, options);
      const location = response.headers.location;
      if (!redirects.has(response.statusCode) || typeof location !== "string") {
        return { url, status: response.statusCode, headers: response.headers, body: response.body };
      }
      await discard(response.body);
      url = publicUrl(location, url);
    }
  }

  async #once(url: URL, { headers, signal }: RequestOptions): Promise<Dispatcher.ResponseData> {
    try {
      return await request(url, {
        dispatcher: this.#dispatcher,
        headersTimeout: this.patience.headersMs,
        bodyTimeout: this.patience.stallMs,
        headers: { "user-agent": "batchline", ...headers },
        signal,
      });
    } catch (cause) {
      throw requestError(cause, url, this.patience);
    }
  }

  /** Closes all connections at once. */
  async close(): Promise<void> {
    await this.#dispatcher.destroy();
  }
}

const redirects = new Set([301, 302, 303, 307, 308]);
