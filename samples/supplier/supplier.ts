import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { Duplex } from "node:stream";
import { answerText } from "./answer.ts";
import { Darkroom } from "./photos/darkroom.ts";
import { ShopServer } from "./shop-server.ts";
import { sampleShops } from "./shops.ts";

export interface Supplier {
  /** What goes into `BATCHLINE_EGRESS_PROXY`. */
  readonly proxyUrl: string;
  /** Ends every connection, stalled ones too. */
  stop(): Promise<void>;
}

/**
 * Starts the suppliers of the sample tenants as an HTTP proxy on 127.0.0.1: it answers for the shops' hosts
 * itself and reaches nothing else, so that the URLs in `tenants/` stay the same while ports change. Photos
 * are made when they are first asked for and kept in `cacheDir`, which any number of suppliers may share.
 */
export async function startSupplier(options: { readonly cacheDir: string }): Promise<Supplier> {
  const shops = new ShopServer(sampleShops(), new Darkroom(options.cacheDir));
  const server = createServer((request, response) => {
    answer(shops, request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else answerText(response, 500, `the sample supplier failed: ${String(error)}`);
    });
  });
  server.on("connect", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const [host = "", port = ""] = (request.url ?? "").split(":");
    const refusal = port === "80" ? refuse(shops, host) : { status: 403, text: "only http, on port 80" };
    if (refusal !== undefined) {
      socket.end(`HTTP/1.1 ${refusal.status} Refused\r\ncontent-type: text/plain\r\n\r\n${refusal.text}\n`);
      return;
    }
    // The other end of the tunnel is this very server.
    socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
    if (head.length > 0) socket.unshift(head);
    server.emit("connection", socket);
  });
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    proxyUrl: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

async function answer(shops: ShopServer, request: IncomingMessage, response: ServerResponse): Promise<void> {
  // To a proxy the whole URL is sent; through a tunnel the path, and the host in a header.
  const url = URL.parse(request.url ?? "", `http://${request.headers.host ?? ""}`);
  const refusal = url === null ? { status: 400, text: "that is no URL" } : refuse(shops, url.hostname);
  if (url === null || refusal !== undefined) {
    return answerText(response, refusal?.status ?? 400, refusal?.text ?? "");
  }
  await shops.answer(url, request, response);
}

function refuse(shops: ShopServer, host: string): { status: number; text: string } | undefined {
  if (shops.has(host)) return undefined;
  const text = `the sample supplier answers for its own shops' hosts (*.example) only, not for ${host}`;
  return { status: host.endsWith(".example") ? 502 : 403, text };
}
