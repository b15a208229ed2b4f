import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import { json } from "node:stream/consumers";

export interface StoredComment {
  readonly id: number;
  readonly user: { readonly login: string };
  body: string;
}

export interface PullRequest {
  readonly number: number;
  readonly head: { readonly sha: string };
}

/** As much of GitHub's REST API as comments need, on 127.0.0.1, with pages as GitHub makes them. */
export class GitHubServer {
  readonly comments: StoredComment[] = [];
  /** By the query `<head> → <base>` that finds them, of those that are open. */
  readonly pullRequests = new Map<string, PullRequest>();
  /** `METHOD path` of each request, without its query. */
  readonly requests: string[] = [];
  readonly #server = createServer(async (request, response) => {
    const answer = request.headers.authorization === "Bearer token" ? await this.#answer(request) : undefined;
    response.writeHead(answer === undefined ? 404 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(answer ?? { message: "Not Found" }));
  });

  async start(): Promise<string> {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
    const address = this.#server.address();
    if (address === null || typeof address === "string") throw new Error("the server has no port");
    return `http://127.0.0.1:${address.port}`;
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  /** Undefined for what there is not. */
  async #answer(request: IncomingMessage): Promise<unknown> {
    const { pathname, searchParams } = new URL(request.url ?? "", "http://github");
    const called = `${request.method} ${pathname}`;
    this.requests.push(called);
    const page = <T>(items: readonly T[]) => {
      const [number, size] = [Number(searchParams.get("page")), Number(searchParams.get("per_page"))];
      return items.slice((number - 1) * size, number * size);
    };
    if (called === "GET /repos/shop/batchline/pulls") {
      const found = this.pullRequests.get(`${searchParams.get("head")} → ${searchParams.get("base")}`);
      return page(found === undefined || searchParams.get("state") !== "open" ? [] : [found]);
    }
    if (called === "GET /repos/shop/batchline/issues/12/comments") return page(this.comments);
    const patched = /^PATCH \/repos\/shop\/batchline\/issues\/comments\/(\d+)$/.exec(called)?.[1];
    const old = this.comments.find(({ id }) => id === Number(patched));
    if (old === undefined && called !== "POST /repos/shop/batchline/issues/12/comments") return undefined;
    const { body } = (await json(request)) as { body: string };
    if (old !== undefined) old.body = body;
    else this.comments.push({ id: this.comments.length + 1, user: { login: "github-actions[bot]" }, body });
    return {};
  }
}
