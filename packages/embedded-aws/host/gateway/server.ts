import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { Identity } from "../identity/identity.ts";
import { readAuthorization } from "./authorization.ts";
import { AwsError, toAwsError } from "./aws-error.ts";
import type { EcsEndpoints } from "./ecs-endpoints.ts";
import { LostAnswer } from "./lost-answer.ts";
import { refusal, refuse, refuseWith } from "./refusal.ts";
import type { GatewayResponse, Service } from "./service.ts";
import { authenticate } from "./signature.ts";

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
      // The client closed the connection before its request was read, or shall not get the answer.
      () => socket.resetAndDestroy(),
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
        // Node's closeIdleConnections ignores connections that never sent a request.
        for (const [socket, requests] of busy) if (requests === 0) socket.destroy();
      }),
  };
}

/** The largest body, because it is held in memory. S3 itself accepts 5 GiB in one PUT. */
const maxBodyBytes = 1024 ** 3;

/** Throws EntityTooLarge above 1 GiB, and the connection's error if the client closes it. */
async function readBody(message: IncomingMessage): Promise<Buffer> {
  refuseAbove(Number(message.headers["content-length"]));
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    length += chunk.length;
    refuseAbove(length);
    chunks.push(chunk);
  }
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks, length);
}

function refuseAbove(length: number): void {
  if (!(length > maxBodyBytes)) return;
  const limit = `the embedded AWS accepts bodies of at most ${maxBodyBytes} bytes`;
  throw new AwsError("EntityTooLarge", `${limit}; upload larger objects in parts`);
}

async function answer(
  message: IncomingMessage,
  requestId: string,
  services: ReadonlyMap<string, Service>,
  { identity, ecs }: GatewayOptions,
): Promise<GatewayResponse> {
  const { method = "GET", url = "/" } = message;
  const [path = "/", ...queries] = url.split("?");
  const rawQuery = queries.join("?");
  const query = new URLSearchParams(rawQuery);
  const headers = joined(message);
  const claim = readAuthorization({ headers, query });
  if (claim === undefined && ecs !== undefined && path.startsWith("/ecs/")) return ecs.handle(method, path);
  const refused = { method, path, headers, requestId };
  // Also a claim that cannot be read is answered in the form of its service.
  const scope = headers.authorization ?? query.get("X-Amz-Credential") ?? "";
  const [, name] = /\/([\w-]+)\/aws4_request/.exec(scope) ?? [];
  const addressed = name === undefined ? undefined : (services.get(name) ?? name);
  try {
    const body = await readBody(message);
    if (claim === undefined) return refuse(refusal("unsigned"), refused, undefined);
    if ("reason" in claim) return refuse(claim, refused, addressed);
    const principal = authenticate({ method, path, rawQuery, headers, body }, claim, identity);
    if ("reason" in principal) return refuse(principal, refused, addressed);
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
    if (cause instanceof LostAnswer || (message.destroyed && !message.complete)) throw cause;
    return refuseWith(toAwsError(cause, `${method} ${path}`), refused, addressed);
  }
}

function unknownService(name: string, services: ReadonlyMap<string, Service>): AwsError {
  const known = [...services.keys()].sort().join(", ");
  const message = `the embedded AWS has no service "${name}"; it has ${known}`;
  return new AwsError("UnknownOperationException", message, 404);
}

/** As signed: a repeated header's values with commas between them. Node itself would drop a second `host` or `authorization`. */
function joined(message: IncomingMessage): Record<string, string> {
  const given = Object.entries(message.headersDistinct);
  return Object.fromEntries(given.map(([name, values = []]) => [name, values.join(",")]));
}

function write(
  response: ServerResponse,
  result: GatewayResponse,
  requestId: string,
  method: string | undefined,
): void {
  const { body = "" } = result;
  const bodyless = method === "HEAD" || result.status === 204 || result.status === 304;
  response.writeHead(result.status, {
    "x-amzn-requestid": requestId,
    "x-amz-request-id": requestId,
    ...(bodyless ? {} : { "content-length": Buffer.byteLength(body) }),
    ...result.headers,
  });
  response.end(bodyless ? undefined : body);
}
