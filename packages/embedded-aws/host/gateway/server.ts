import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { Identity } from "../identity/identity.ts";
import { type Account, answer } from "./answer.ts";
import { drained } from "./body/receive.ts";
import type { EcsEndpoints } from "./ecs-endpoints.ts";
import { headOf } from "./request-head.ts";
import type { Service } from "./service.ts";
import { write } from "./write.ts";

interface GatewayOptions {
  readonly identity: Identity;
  readonly services: readonly Service[];
  /** Serves `/ecs/…` to containers. @default those paths answer 404 */
  readonly ecs?: EcsEndpoints;
  /** @default any free port */
  readonly port?: number;
}

export interface Gateway {
  /** `http://127.0.0.1:<port>`, for `AWS_ENDPOINT_URL`. */
  readonly endpoint: string;
  /** Accepts no more requests, waits two seconds for running ones, and closes all connections. */
  stop(): Promise<void>;
}

const graceMs = 2000;

/** Listens on 127.0.0.1, checks signatures, and passes requests with their principal to the service of the signing name. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const services = new Map(options.services.map((service) => [service.signingName, service]));
  const busy = new Map<Socket, number>();
  const count = (socket: Socket, change: number) => busy.set(socket, (busy.get(socket) ?? 0) + change);
  let stopping = false;
  const account = { services, identity: options.identity, ecs: options.ecs };
  const serve = (message: IncomingMessage, response: ServerResponse, asksToContinue: boolean) => {
    const { socket } = message;
    count(socket, 1);
    response.once("close", () => {
      count(socket, -1);
      if (stopping) socket.end();
    });
    // The client has gone, or shall not get the answer.
    exchange(message, response, account, asksToContinue).catch(() => socket.resetAndDestroy());
  };
  const server = createServer({ keepAliveTimeout: 60_000, noDelay: true }, (message, response) =>
    serve(message, response, false),
  );
  // A client with a large body asks first, so that a refusal spares it the sending.
  server.on("checkContinue", (message, response) => serve(message, response, true));
  server.on("connection", (socket) => {
    count(socket, 0);
    socket.once("close", () => busy.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise((resolve) => {
        stopping = true;
        const impatient = setTimeout(() => server.closeAllConnections(), graceMs);
        server.close(() => {
          clearTimeout(impatient);
          resolve();
        });
        // Node's closeIdleConnections ignores connections that never sent a request.
        for (const [socket, requests] of busy) if (requests === 0) socket.destroy();
      }),
  };
}

async function exchange(
  message: IncomingMessage,
  response: ServerResponse,
  account: Account,
  asksToContinue: boolean,
): Promise<void> {
  const head = headOf(message);
  let waits = asksToContinue;
  const result = await answer(message, head, account, () => {
    if (waits) response.writeContinue();
    waits = false;
  });
  const reusable = message.complete || (!waits && (await drained(message)));
  await write(response, result, head, reusable);
}
