import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { Identity } from "../identity/identity.ts";
import { authenticate } from "./authenticate.ts";
import { readAuthorization } from "./authorization.ts";
import { AwsError } from "./aws-error.ts";
import type { EcsEndpoints } from "./ecs-endpoints.ts";
import { refuse, refuseWith } from "./refusal.ts";
import { readBody } from "./request-body.ts";
import type { GatewayResponse, Service } from "./service.ts";

export interface GatewayOptions {
  readonly identity: Identity;
  /** One a signing name. */
  readonly services: readonly Service[];
  /** Serves `/ecs/…` to containers; without it those paths answer 404. */
  readonly ecs?: EcsEndpoints;
  /** Any free port when absent. */
  readonly port?: number;
}

export interface Gateway {
  /** `http://127.0.0.1:<port>`, for `AWS_ENDPOINT_URL`. */
  readonly endpoint: string;
  /** Takes no more requests, gives those under way two seconds, and closes every connection. */
  stop(): Promise<void>;
}

/** How long requests that are under way may still take when the gateway stops. */
const graceMs = 2000;

/**
 * The one door of the embedded AWS: finds the service by the signing name of the request's signature, checks the signature,
 * and hands the request on with its principal. Listens on 127.0.0.1 only.
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const services = new Map(options.services.map((service) => [service.signingName, service]));
  const busy = new Map<Socket, number>();
  const count = (socket: Socket, change: number) => busy.set(socket, (busy.get(socket) ?? 0) + change);
  let stopping = false;
  const server = createServer({ keepAliveTimeout: 60_000, noDelay: true }, (message, response) => {
    const { socket } = message;
    count(socket, 1);
    response.once("close", () => {
      count(socket, -1);
      if (stopping) socket.end();
    });
    const requestId = randomUUID();
    answer(message, requestId, services, options).then(
      (result) => write(response, result, requestId, message.method),
      // The client went away while its request was read: there is nobody to answer.
      () => response.destroy(),
    );
  });
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
        // Node's own closeIdleConnections leaves those alone that never sent a request.
        for (const [socket, requests] of busy) if (requests === 0) socket.destroy();
      }),
  };
}

async function answer(
  message: IncomingMessage,
  requestId: string,
  services: ReadonlyMap<string, Service>,
  { identity, ecs }: GatewayOptions,
): Promise<GatewayResponse> {
  const method = message.method ?? "GET";
  const url = message.url ?? "/";
  const mark = url.indexOf("?");
  const path = mark < 0 ? url : url.slice(0, mark);
  const rawQuery = mark < 0 ? "" : url.slice(mark + 1);
  const query = new URLSearchParams(rawQuery);
  const headers = singleValued(message);
  const claim = readAuthorization({ headers, query });
  if (claim === undefined && ecs !== undefined && path.startsWith("/ecs/")) return ecs.handle(method, path);
  const refused = { method, path, headers, requestId };
  try {
    const body = await readBody(message);
    if (claim === undefined) return refuse("unsigned", refused, undefined);
    const principal = authenticate({ method, path, rawQuery, headers, body }, claim, identity);
    if (typeof principal === "string") return refuse(principal, refused, claim.service);
    const service = services.get(claim.service);
    if (service === undefined) throw unknownService(claim.service, services);
    return await service.handle({
      method,
      path,
      query,
      headers,
      body,
      requestId,
      principal,
      authorise: (...request) => identity.authorise(principal, ...request),
      refusal: (...request) => identity.refusal(principal, ...request),
    });
  } catch (cause) {
    if (message.destroyed && !message.complete) throw cause;
    const text = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
    const error = cause instanceof AwsError ? cause : new AwsError("InternalFailure", text, 500, { cause });
    return refuseWith(error, refused, claim?.service);
  }
}

function unknownService(name: string, services: ReadonlyMap<string, Service>): AwsError {
  const known = [...services.keys()].sort().join(", ");
  return new AwsError(
    "UnknownOperationException",
    `the embedded AWS has no service "${name}"; it has ${known}`,
    404,
  );
}

/** Node joins repeated headers with a comma already; only set-cookie stays a list, and no client sends it. */
function singleValued(message: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(message.headers)) {
    if (value !== undefined) headers[name] = typeof value === "string" ? value : value.join(",");
  }
  return headers;
}

function write(
  response: ServerResponse,
  result: GatewayResponse,
  requestId: string,
  method: string | undefined,
): void {
  const body = result.body ?? "";
  const bodyless = method === "HEAD" || result.status === 204 || result.status === 304;
  response.writeHead(result.status, {
    "x-amzn-requestid": requestId,
    "x-amz-request-id": requestId,
    ...(bodyless ? {} : { "content-length": Buffer.byteLength(body) }),
    ...result.headers,
  });
  response.end(bodyless ? undefined : body);
}
