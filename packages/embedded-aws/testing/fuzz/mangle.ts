import type { ChunkSigner, RawRequest } from "../signed-request.ts";
import type { Random } from "./random.ts";

/** A request that no client would send: of the protocol below the operation. */
export function mangled(random: Random, request: RawRequest): RawRequest {
  return random.pick(manglings)(random, request);
}

type Mangling = (random: Random, request: RawRequest) => RawRequest;

const trailer = "x-amz-checksum-crc32c";

const manglings: readonly Mangling[] = [
  (random, request) => ({
    ...request,
    body: bytesOf(request).subarray(0, random.below(bytesOf(request).length + 1)),
  }),
  (random, request) => ({ ...request, body: flipped(random, bytesOf(request)) }),
  (random, request) => ({ ...request, body: "[".repeat(random.below(1_000_000)) }),
  (random, request) => ({ ...request, body: `{"a":${"{},".repeat(random.below(200_000))}` }),
  (random, request) => ({
    ...request,
    body: `{${random.times(random.below(50_000), (n) => `"k${n}":0`).join(",")}}`,
  }),
  (random, request) => ({
    ...request,
    headers: { ...request.headers, "content-type": "application/x-www-form-urlencoded" },
    body: random.times(random.below(100_000), (n) => `Tags.member.${n + 1}.Key=a`).join("&"),
  }),
  (random, request) => ({
    ...request,
    path: `${request.path.slice(0, 500)}${request.path.includes("?") ? "&" : "?"}${"a&".repeat(random.below(5000))}`,
  }),
  (random, request) => ({
    ...request,
    path: `/${random.pick(["%", "%zz", "//", "..", "%00", "?".repeat(3000), "a".repeat(7000)])}`,
  }),
  (random, request) => ({
    ...request,
    method: random.pick(["GET", "PUT", "POST", "DELETE", "HEAD", "PATCH", "OPTIONS"]),
  }),
  (random, request) => ({
    ...request,
    headers: {
      ...request.headers,
      "x-amz-target": random.pick(["", ".", "a.b.c", "x".repeat(3000), "DynamoDB_20120810.__proto__"]),
    },
  }),
  (random, request) => ({
    ...request,
    service: random.pick(["s3", "states", "sts", "nothing", "__proto__", "iam"]),
  }),
  (random, request) => ({
    ...request,
    headers: {
      ...request.headers,
      ...Object.fromEntries(random.times(300, (n) => [`x-amz-meta-${n}`, "a"])),
    },
  }),
  (random, request) => ({
    ...request,
    headers: {
      ...request.headers,
      "x-amz-content-sha256": random.pick([
        "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
        "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
        "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
        "nonsense",
        "UNSIGNED-PAYLOAD",
      ]),
      "x-amz-decoded-content-length": random.pick(["5", "-1", "1e3", "99999999999999999999", ""]),
      ...(random.chance(0.5) && { "x-amz-trailer": trailer }),
    },
    method: "PUT",
    path: "/fuzz/chunked",
    service: "s3",
    bodyOf: (signer) => chunks(random, signer),
  }),
];

function bytesOf({ body = "" }: RawRequest): Buffer {
  return Buffer.from(body);
}

function flipped(random: Random, body: Buffer): Buffer {
  const bytes = Buffer.from(body);
  for (let count = random.below(5); count >= 0 && bytes.length > 0; count--)
    bytes[random.below(bytes.length)] = random.below(256);
  return bytes;
}

function chunks(random: Random, signer: ChunkSigner): string {
  return random.one([
    () => "-6\r\nx",
    () => "5\r\nhello\r\n0\r\n\r\n",
    () => `${signer.chunk("hello")}\r\n${signer.chunk("")}\r\n`,
    () => `${signer.chunk("hello")}\r\n${signer.chunk("")}${signer.trailers(`${trailer}:ab\u0001c`)}`,
    () => `5\r\nhello\r\n0\r\n${trailer}:${"A".repeat(random.below(20_000))}\r\n\r\n`,
    () => "1\r\na\r\n".repeat(random.below(100_000)),
    () => "f".repeat(random.below(5000)),
    () => "ffffffffffffffff\r\nx",
  ]);
}
