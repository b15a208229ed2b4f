import { hash } from "node:crypto";
import { request as httpRequest } from "node:http";
import { sign, signText } from "../host/gateway/signature.ts";
import { defaultRegion, type LongTermCredentials } from "../host/identity/principal.ts";

/** A request as it is sent, for what no SDK client would send. */
export interface RawRequest {
  readonly method: string;
  /** Encoded, with the query. */
  readonly path: string;
  readonly service: string;
  /** All are signed. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** Makes the body from the chunks' signatures. `undefined` announces a body and sends none. */
  readonly bodyOf?: (signatures: ChunkSigner) => string | Buffer;
  /** Sends the headers and only this much of the body. */
  readonly sends?: number;
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
  /** `<status> <code>: <message>` of an error in XML or JSON. */
  readonly error: string;
}

/** Signs chunks in their order, as an SDK does. */
export interface ChunkSigner {
  /** Returns the chunk with its size and signature. */
  chunk(data: string | Buffer): string;
  /** Returns trailers with their signature. */
  trailers(lines: string): string;
}

const emptyHash = hash("sha256", "");

/** Sends a request that is signed by hand. */
export async function sendSigned(
  endpoint: string,
  credentials: LongTermCredentials,
  request: RawRequest,
): Promise<RawAnswer> {
  const { headers, body } = signedRequest(endpoint, credentials, request);
  return send(endpoint, request, headers, body);
}

/** A request's headers with its signature, and its body. */
export function signedRequest(
  endpoint: string,
  { accessKeyId, secretAccessKey }: LongTermCredentials,
  request: RawRequest,
): { readonly headers: Readonly<Record<string, string>>; readonly body: Buffer } {
  const { method, path, service, bodyOf, body: given = "" } = request;
  const [pathname = "/", ...queries] = path.split("?");
  const rawQuery = queries.join("?");
  const timestamp = new Date().toISOString().replace(/[-:]|\.\d+/g, "");
  const given256 = hash("sha256", given);
  const headers: Record<string, string> = {
    host: new URL(endpoint).host,
    "x-amz-date": timestamp,
    ...(service === "s3" && { "x-amz-content-sha256": given256 }),
    ...request.headers,
  };
  const claim = {
    ...{ accessKeyId, service, timestamp, region: defaultRegion, date: timestamp.slice(0, 8) },
    ...{ signedHeaders: Object.keys(headers).sort(), sessionToken: undefined, presigned: false },
  };
  const unsigned = { method, path: pathname, rawQuery, headers, body: Buffer.from(given) };
  const signature = sign(unsigned, claim, secretAccessKey).toString("hex");
  const scope = `${accessKeyId}/${claim.date}/${claim.region}/${service}/aws4_request`;
  headers.authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=${claim.signedHeaders.join(";")}, Signature=${signature}`;
  let previous = signature;
  const next = (algorithm: string, text: string) => {
    previous = signText(algorithm, `${previous}\n${text}`, claim, secretAccessKey).toString("hex");
    return previous;
  };
  const body =
    bodyOf?.({
      chunk: (data) => {
        const chunkSignature = next("AWS4-HMAC-SHA256-PAYLOAD", `${emptyHash}\n${hash("sha256", data)}`);
        return `${data.length.toString(16)};chunk-signature=${chunkSignature}\r\n${data}`;
      },
      trailers: (lines) =>
        `${lines}\r\nx-amz-trailer-signature:${next("AWS4-HMAC-SHA256-TRAILER", hash("sha256", `${lines}\n`))}\r\n\r\n`,
    }) ?? given;
  return { headers, body: Buffer.from(body) };
}

function send(
  endpoint: string,
  { method, path, sends }: RawRequest,
  all: Readonly<Record<string, string>>,
  body: Buffer,
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const length = all["transfer-encoding"] === undefined ? { "content-length": body.length } : {};
    const { "content-length": stated, ...others } = { ...length, ...all };
    const headers = { ...others, ...(stated !== undefined && { "content-length": stated }) };
    const { hostname: host, port } = new URL(endpoint);
    const sent = httpRequest({ host, port, path, method, headers, agent: false }, (answer) => {
      const pieces: Buffer[] = [];
      answer.on("data", (piece: Buffer) => pieces.push(piece));
      answer.on("end", () => {
        const { statusCode: status = 0, headers } = answer;
        const bytes = Buffer.concat(pieces);
        resolve({ status, headers, body: bytes, error: errorOf(status, bytes.toString()) });
      });
    });
    sent.once("error", reject);
    // As a piece: given with the end, or as text, Node would write the headers' bytes as UTF-8.
    if (sends !== 0 && body.length > 0) sent.write(body.subarray(0, sends));
    if (sends === undefined) sent.end();
  });
}

function errorOf(status: number, text: string): string {
  const part = (name: string) => new RegExp(`<${name}>([^]*?)</${name}>`).exec(text)?.[1];
  const json = /^\{/.test(text) ? (JSON.parse(text) as { __type?: string; message?: string }) : undefined;
  return `${status} ${json?.__type ?? part("Code")}: ${json?.message ?? part("Message")}`;
}
