import { randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import {
  type GatewayResponse,
  type Identity,
  type Service,
  uploadPayload,
} from "@batchline/embedded-aws/testing";
import type { Turnstile } from "./turnstile.ts";

/** An SDK's request, as far as it is used here. */
interface SdkRequest {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | Readable;
}

/** Changes a request to DynamoDB: as if the code had another one. */
export type Tamper = (operation: string, request: Record<string, unknown>) => void;

/** Hands an SDK client's requests to embedded services, without a network. Signatures are not checked, rights are. */
export function inProcess(
  turnstile: Turnstile,
  identity: Identity,
  services: readonly Service[],
  tamper?: Tamper,
) {
  const bySigningName = new Map(services.map((service) => [service.signingName, service]));
  const handle = async (sent: SdkRequest, { abortSignal }: { readonly abortSignal?: AbortSignal } = {}) => {
    const headers = Object.fromEntries(
      Object.entries(sent.headers).map(([name, value]) => [name.toLowerCase(), value]),
    );
    const [, accessKeyId = "", signingName = ""] =
      /Credential=(\w+)\/\d+\/[\w-]+\/([\w-]+)\/aws4_request/.exec(headers.authorization ?? "") ?? [];
    const service = bySigningName.get(signingName);
    const found = identity.lookup(accessKeyId, headers["x-amz-security-token"]);
    if (service === undefined || found.outcome !== "known")
      throw new Error(`${signingName} or the key ${accessKeyId} is unknown`);
    const { principal } = found;
    const target = headers["x-amz-target"]?.replace(/.*\./, "");
    const asSent = await bytesOf(sent.body);
    const body = tamper === undefined || target === undefined ? asSent : tampered(target, asSent, tamper);
    const head = { method: sent.method, path: sent.path, query: queryOf(sent.query ?? {}), headers };
    const content = service.uploads?.is(head)
      ? { body: Buffer.alloc(0), payload: await uploadPayload(headers, body) }
      : { body };
    const request = {
      ...{ ...head, ...content, principal },
      requestId: randomUUID(),
      authorise: (...asked: Asked) => identity.authorise(principal, ...asked),
      refusal: (...asked: Asked) => identity.refusal(principal, ...asked),
    };
    const operation = target ?? `${sent.method} ${sent.path}`;
    const answer = await turnstile.pass({
      title: `${signingName} ${operation.replaceAll(uuid, "…")}`,
      effect: () => service.handle(request),
      waits: signingName === "lambda",
      signal: abortSignal,
    });
    return { response: responseOf(answer) };
  };
  return { handle, metadata: { handlerProtocol: "http/1.1" }, destroy: () => {} };
}

/** Of jobs: they are random, and a seed's steps are the same each time. */
const uuid = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

type Asked = Parameters<Identity["authorise"]> extends [unknown, ...infer Rest] ? Rest : never;

function tampered(operation: string, body: Buffer, tamper: Tamper): Buffer {
  const request = JSON.parse(body.toString()) as Record<string, unknown>;
  tamper(operation, request);
  return Buffer.from(JSON.stringify(request));
}

async function bytesOf(body: SdkRequest["body"]): Promise<Buffer> {
  if (body === undefined) return Buffer.alloc(0);
  if (body instanceof Readable) return buffer(body);
  return typeof body === "string"
    ? Buffer.from(body)
    : Buffer.from(body.buffer, body.byteOffset, body.byteLength);
}

function queryOf(query: NonNullable<SdkRequest["query"]>): URLSearchParams {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    for (const each of [value].flat()) parameters.append(name, each ?? "");
  return parameters;
}

function responseOf({ status, headers = {}, body = "" }: GatewayResponse) {
  if (typeof body === "object" && "descriptor" in body) {
    const { descriptor: fd, start, length } = body;
    const file = createReadStream("", { fd, start, end: start + length - 1 });
    return { statusCode: status, headers: { "content-length": String(length), ...headers }, body: file };
  }
  const length = String(Buffer.byteLength(body));
  const content = typeof body === "string" ? Buffer.from(body) : body;
  return {
    statusCode: status,
    headers: { "content-length": length, ...headers },
    body: Readable.from(content.length === 0 ? [] : [content]),
  };
}
