import { createHmac, hash, timingSafeEqual } from "node:crypto";
import type { Identity } from "../identity/identity.ts";
import type { Principal } from "../identity/principal.ts";
import type { Authorization } from "./authorization.ts";
import { claimRefusal } from "./claim-rules.ts";
import { type Refusal, refusal } from "./refusal.ts";
import type { GatewayRequest } from "./service.ts";

export interface SignedRequest extends Pick<GatewayRequest, "method" | "path" | "headers"> {
  /** As sent, without the question mark. */
  readonly rawQuery: string;
  readonly body: Uint8Array;
}

/** Who says to have signed a request. The signature is not checked yet. */
export interface Caller {
  readonly principal: Principal;
  readonly secretAccessKey: string;
}

/**
 * The owner of the claim's access key, or why the headers alone are refused. `now` is the machine's time in milliseconds, also
 * where the services have a virtual clock: clients sign with it.
 */
export function callerOf(
  headers: SignedRequest["headers"],
  claim: Authorization,
  identity: Identity,
  now = Date.now(),
): Caller | Refusal {
  const refused = claimRefusal(claim, { headers, region: identity.region, now });
  if (refused !== undefined) return refused;
  const found = identity.lookup(claim.accessKeyId, claim.sessionToken);
  return found.outcome === "known" ? found : refusal(found.outcome);
}

/** The principal that signed the request, or why the signature is not accepted. */
export function authenticate(
  request: SignedRequest,
  claim: Authorization,
  identity: Identity,
  now = Date.now(),
): Principal | Refusal {
  const caller = callerOf(request.headers, claim, identity, now);
  if ("reason" in caller) return caller;
  return signatureMatches(request, claim, caller.secretAccessKey)
    ? caller.principal
    : refusal("wrongSignature");
}

export function signatureMatches(
  request: SignedRequest,
  claim: Authorization,
  secretAccessKey: string,
): boolean {
  if (claim.signedHeaders.some((name) => request.headers[name] === undefined)) return false;
  const expected = sign(request, claim, secretAccessKey);
  // Buffer.from() ignores what follows the last digit.
  if (!/^[0-9a-f]{64}$/.test(claim.signature)) return false;
  return timingSafeEqual(Buffer.from(claim.signature, "hex"), expected);
}

/**
 * Signature Version 4, with the headers and the scope of `claim`. The AWS SDK's signer chooses its own, so it cannot verify.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function sign(request: SignedRequest, claim: Claim, secretAccessKey: string): Buffer {
  // Node reads each byte of a header as a character. AWS hashes the bytes: https://github.com/aws/aws-sdk-js/issues/1648
  const toSign = hash("sha256", Buffer.from(canonicalRequest(request, claim), "latin1"));
  return signText("AWS4-HMAC-SHA256", toSign, claim, secretAccessKey);
}

/** The signature of a hash, or of a chunk's hashes, within the scope of a claim. */
export function signText(algorithm: string, text: string, claim: Claim, secretAccessKey: string): Buffer {
  const toSign = textToSign(algorithm, text, claim);
  return createHmac("sha256", signingKey(claim, secretAccessKey)).update(toSign).digest();
}

function textToSign(algorithm: string, text: string, claim: Claim): string {
  const scope = `${claim.date}/${claim.region}/${claim.service}/aws4_request`;
  return `${algorithm}\n${claim.timestamp}\n${scope}\n${text}`;
}

/** What S3 says of a signature that does not match: what it would have signed. */
export function mismatch(request: SignedRequest, claim: Authorization): Refusal {
  const CanonicalRequest = canonicalRequest(request, claim);
  const StringToSign = textToSign(
    "AWS4-HMAC-SHA256",
    hash("sha256", Buffer.from(CanonicalRequest, "latin1")),
    claim,
  );
  const s3Fields = {
    ...{ AWSAccessKeyId: claim.accessKeyId, StringToSign, SignatureProvided: claim.signature },
    ...{ StringToSignBytes: spacedHex(StringToSign), CanonicalRequest },
    CanonicalRequestBytes: spacedHex(CanonicalRequest),
  };
  return refusal("wrongSignature", undefined, { s3Fields });
}

function spacedHex(text: string): string {
  return Buffer.from(text, "latin1")
    .toString("hex")
    .replace(/..(?=.)/g, "$& ");
}

type Claim = Omit<Authorization, "signature">;

function canonicalRequest(request: SignedRequest, claim: Claim): string {
  const headers = claim.signedHeaders.map((name) => {
    const { [name]: value = "" } = request.headers;
    return `${name}:${value.trim().replace(/ +/g, " ")}\n`;
  });
  return [
    request.method,
    claim.service === "s3" ? request.path : canonicalPath(request.path),
    canonicalQuery(request.rawQuery, claim.presigned),
    headers.join(""),
    claim.signedHeaders.join(";"),
    payloadHash(request, claim),
  ].join("\n");
}

/** Only S3 lets a client state the hash, or leave it out. */
function payloadHash(request: SignedRequest, claim: Claim): string {
  if (claim.service !== "s3") return sha256(request.body);
  const stated = request.headers["x-amz-content-sha256"];
  return stated ?? (claim.presigned ? "UNSIGNED-PAYLOAD" : sha256(request.body));
}

/** All services except S3 sign the path normalised and encoded again. */
function canonicalPath(path: string): string {
  const segments: string[] = [];
  for (const segment of path.split("/")) {
    if (segment === "..") segments.pop();
    else if (segment !== "" && segment !== ".") segments.push(encode(segment));
  }
  const trailing = segments.length > 0 && path.endsWith("/") ? "/" : "";
  return `/${segments.join("/")}${trailing}`;
}

function canonicalQuery(rawQuery: string, presigned: boolean): string {
  return rawQuery
    .split("&")
    .filter((pair) => pair !== "" && !(presigned && pair.startsWith("X-Amz-Signature=")))
    .map((pair) => {
      const at = pair.indexOf("=");
      const [name, value] = at < 0 ? [pair, ""] : [pair.slice(0, at), pair.slice(at + 1)];
      return [recode(name), recode(value)] as const;
    })
    .sort(([a, x], [b, y]) => (a === b ? order(x, y) : order(a, b)))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
}

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function recode(text: string): string {
  try {
    return encode(decodeURIComponent(text));
  } catch {
    return text;
  }
}

/** Encodes all except letters, digits, `-`, `.`, `_` and `~` (RFC 3986). */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

const emptyHash = hash("sha256", "");
const sha256 = (body: Uint8Array) => (body.length === 0 ? emptyHash : hash("sha256", body));

/** Deriving a key takes four HMACs; it is valid for a day. */
const signingKeys = new Map<string, Buffer>();
const keysKept = 1000;

function signingKey({ date, region, service }: Claim, secretAccessKey: string): Buffer {
  const id = `${secretAccessKey}/${date}/${region}/${service}`;
  let key = signingKeys.get(id);
  if (key === undefined) {
    key = [date, region, service, "aws4_request"].reduce<Buffer>(
      (derived, part) => createHmac("sha256", derived).update(part).digest(),
      Buffer.from(`AWS4${secretAccessKey}`),
    );
    if (signingKeys.size >= keysKept) signingKeys.clear();
    signingKeys.set(id, key);
  }
  return key;
}
