import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { Duplex } from "node:stream";
import { must } from "@batchline/diagnostics";
import { answerText } from "./answer.ts";
import { ShopServer } from "./shop-server.ts";
import { sampleShops } from "./shops.ts";

export interface Supplier {
  /** Value of `BATCHLINE_EGRESS_PROXY`. */
  readonly proxyUrl: string;
  /** Closes all connections. */
  stop(): Promise<void>;
}

/**
 * Starts the suppliers of the sample tenants as an HTTP proxy on 127.0.0.1. It answers for the shops' hosts and connects to no
 * other, so the URLs in `tenants/` need no ports.
 * @param port Taken if it is free, else any other one.
 * @example
 * const supplier = await startSupplier();
 * process.env.BATCHLINE_EGRESS_PROXY = supplier.proxyUrl;
 */
export async function startSupplier(port = 0): Promise<Supplier> {
  const shops = new ShopServer(sampleShops());
  const server = createServer((request, response) => {
    answer(shops, request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else answerText(response, 500, `the sample supplier failed: ${String(error)}`);
    });
  });
  server.on("connect", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const [host, port] = must(request.url, "a request has a URL").split(":") as [string, string?];
    const refusal = port === "80" ? refuse(shops, host) : { status: 403, text: "only http, on port 80" };
    if (refusal !== undefined) {
      socket.end(`HTTP/1.1 ${refusal.status} Refused\r\ncontent-type: text/plain\r\n\r\n${refusal.text}\n`);
      return;
    }
    // The tunnel ends at this server.
    socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
    if (head.length > 0) socket.unshift(head);
    server.emit("connection", socket);
  });
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  await listen(server, port).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== "EADDRINUSE") throw cause;
    return listen(server, 0);
  });
  return {
    proxyUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject).listen(port, "127.0.0.1", resolve);
  });
}

async function answer(shops: ShopServer, request: IncomingMessage, response: ServerResponse): Promise<void> {
  // A client sends a proxy the whole URL. Through a tunnel it sends the path, and the host in a header.
  const url = URL.parse(must(request.url, "a request has a URL"), `http://${request.headers.host}`);
  if (url === null) return answerText(response, 400, "the URL is invalid");
  const refusal = refuse(shops, url.hostname);
  if (refusal !== undefined) return answerText(response, refusal.status, refusal.text);
  await shops.answer(url, request, response);
}

function refuse(shops: ShopServer, host: string): { status: number; text: string } | undefined {
  if (shops.has(host)) return undefined;
  const text = `the sample supplier answers for its own shops' hosts (*.example) only, not for ${host}`;
  return { status: host.endsWith(".example") ? 502 : 403, text };
}
