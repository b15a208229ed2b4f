import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface Origin {
  /** Use it as a proxy: every request for any host arrives at the handler. */
  readonly proxyUrl: string;
  stop(): Promise<void>;
}

/** A server on 127.0.0.1 that stands for the internet behind a proxy. `url` is the whole URL that was asked for. */
export async function startOrigin(
  handler: (url: URL, request: IncomingMessage, response: ServerResponse) => void,
): Promise<Origin> {
  const server = createServer((request, response) => handler(new URL(request.url ?? ""), request, response));
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    proxyUrl: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Answers with a byte every few milliseconds for as long as somebody listens: never a stall, and never an end. */
export function trickle(response: ServerResponse): void {
  const timer = setInterval(() => response.write(" "), 5);
  response.once("close", () => clearInterval(timer));
}
