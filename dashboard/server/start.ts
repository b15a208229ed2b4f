import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { RefusedRequestError } from "../errors.ts";
import { bundlePage, pageDocument } from "../page-bundle.ts";
import { sendProblem, sendText } from "./answers.ts";
import { guard, isKey, keyCookie, refuseOtherHosts, safeHeaders } from "./guard.ts";
import type { PageSource } from "./page-source.ts";
import { answerData } from "./routes.ts";

/** A page that is served. */
export interface Dashboard {
  /** With the key that opens it. @example "http://127.0.0.1:41233/?key=9f2c…" */
  readonly address: string;
  /** Ends all connections. */
  close(): Promise<void>;
}

/**
 * Serves the page on the loopback address.
 * @param port 0 for a free one. @default 0
 * @throws system errors, such as EADDRINUSE, and esbuild's BuildFailure
 * @example const { address, close } = await startDashboard(source);
 */
export async function startDashboard(source: PageSource, port = 0): Promise<Dashboard> {
  const { script, style } = await bundlePage();
  const document = pageDocument({
    head: '<link rel="stylesheet" href="/page.css">',
    body: '<script type="module" src="/page.js"></script>',
  });
  const key = randomBytes(18).toString("base64url");
  const server = createServer((request, response) => {
    void answer(request, response).catch((cause) => sendProblem(response, cause));
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const { port: bound } = server.address() as AddressInfo;
  const own = `http://127.0.0.1:${bound}`;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = "GET" } = request;
    if (method !== "GET" && method !== "POST")
      throw new RefusedRequestError(405, "BL-D004", `the page has no answer to ${method}`);
    const url = URL.parse(request.url ?? "/", own);
    if (url === null) throw new RefusedRequestError(400, "BL-D004", "the request's address is not valid");
    refuseOtherHosts(request, bound);
    const given = url.searchParams.get("key");
    if (method === "GET" && url.pathname === "/" && given !== null && isKey(given, key)) {
      // The key leaves the address bar, and with it the browser's history.
      response.writeHead(303, { ...safeHeaders, location: "/", "set-cookie": keyCookie(bound, key) });
      response.end();
      return;
    }
    guard(request, bound, key);
    if (method === "GET" && url.pathname === "/") return sendText(response, "text/html", document);
    if (method === "GET" && url.pathname === "/page.js") return sendText(response, "text/javascript", script);
    if (method === "GET" && url.pathname === "/page.css") return sendText(response, "text/css", style);
    await answerData(source, request, response, url);
  }

  return {
    address: `${own}/?key=${key}`,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, "close").catch(() => undefined);
    },
  };
}
