import { Hash } from "@smithy/core/serde";
import { SignatureV4 } from "@smithy/signature-v4";
import { addressed, type S3Call } from "./calls.ts";

export interface Served {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

export interface PlainAnswer {
  readonly status: number;
  readonly text: string;
}

/** It is in no URL, but the signer asks it how to sign the body. */
const payloadHeader = "x-amz-content-sha256";

/** A signed URL's parameters that are made anew. */
const madeAnew = ["X-Amz-Signature", "X-Amz-Date", "X-Amz-Credential"];
const ofSignature = /^X-Amz-(Algorithm|Credential|Date|Expires|SignedHeaders|Signature|Security-Token)$/;

function signer({ credentials, region }: Served): SignatureV4 {
  const sha256 = Hash.bind(null, "sha256");
  return new SignatureV4({
    service: "s3",
    region,
    credentials,
    sha256,
    uriEscapePath: false,
    applyChecksum: false,
  });
}

/**
 * Signs a recorded URL anew. Returns recorded values and their new ones, as later URLs hold parts of this one. `age`: seconds since it
 * was signed.
 */
export async function presign(call: S3Call, served: Served, age = 0): Promise<[string, string][]> {
  const recorded = call.gives?.url;
  // The test changed the URL, so that nothing of it is needed anew.
  if (recorded === undefined) return [];
  const { args, Params } = Object(call.params);
  const url = addressed(recorded, served.endpoint);
  const given = new URL(recorded).searchParams;
  const names = String(given.get("X-Amz-SignedHeaders")).split(";");
  const headers = Object.fromEntries(
    names.map((name) => [name, name === "host" ? url.host : headerOf(name, Object(Params))]),
  );
  const { hostname, pathname: path } = url;
  const query = Object.fromEntries([...given].filter(([name]) => !ofSignature.test(name)));
  const signed = await signer(served).presign(
    {
      method: String(args).split("_")[0]?.toUpperCase() ?? "",
      protocol: "http:",
      hostname,
      path,
      query,
      headers: { ...headers, [payloadHeader]: "UNSIGNED-PAYLOAD" },
    },
    {
      signingDate: new Date(Date.now() - age * 1000),
      expiresIn: Number(given.get("X-Amz-Expires")),
      unhoistableHeaders: new Set([...names, payloadHeader]),
      unsignableHeaders: new Set([payloadHeader]),
      signableHeaders: new Set(names),
    },
  );
  return madeAnew.flatMap((name): [string, string][] => {
    const pair = [String(given.get(name)), String(signed.query?.[name])] as const;
    const once = pair.map(encodeURIComponent);
    return [pair, once, once.map(encodeURIComponent)].map(([from = "", to = ""]) => [from, to]);
  });
}

/** The value of a signed header, from the parameters of the call. */
function headerOf(name: string, params: Readonly<Record<string, unknown>>): string {
  const [, meta] = /^x-amz-meta-(.+)$/.exec(name) ?? [];
  if (meta !== undefined) return String(Object(params.Metadata)[meta]);
  const pascal = name
    .replace(/^x-amz-/, "")
    .replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
  return String(params[pascal]);
}

/** Headers that `fetch` sets itself. */
const ofConnection = new Set(["content-length", "connection", "expect"]);

/** Sends a plain request, signed anew where the recorded one was signed in its headers. */
export async function send(call: S3Call, served: Served, body: Uint8Array | undefined): Promise<PlainAnswer> {
  const url = addressed(String(call.url), served.endpoint);
  const method = String(call.http);
  const given = Object.entries(call.headers ?? {}).map(
    ([name, value]) => [name.toLowerCase(), value] as const,
  );
  const { authorization, ...headers } = Object.fromEntries(given.filter(([name]) => !ofConnection.has(name)));
  const [, names] = /SignedHeaders=([^,]+)/.exec(authorization ?? "") ?? [];
  if (names !== undefined) {
    const { "x-amz-date": __, ...rest } = headers;
    const { hostname, pathname: path } = url;
    const signed = await signer(served).sign(
      {
        ...{ method, protocol: "http:", hostname, path, query: Object.fromEntries(url.searchParams) },
        headers: { ...rest, host: url.host },
      },
      { signableHeaders: new Set(names.split(";")) },
    );
    Object.assign(headers, signed.headers);
    delete headers.host;
  }
  const withBody = method !== "GET" && method !== "HEAD" && body !== undefined;
  const response = await fetch(url, { method, headers, redirect: "manual", ...(withBody && { body }) });
  return { status: response.status, text: await response.text() };
}
