import { hash } from "node:crypto";
import { crc32 } from "node:zlib";
import { s3Errors } from "./s3-errors.ts";

type Headers = Readonly<Record<string, string>>;

export interface Checksum {
  readonly algorithm: ChecksumAlgorithm;
  /** Base64. A COMPOSITE value ends with `-` and the number of parts. */
  readonly value: string;
  readonly type: "FULL_OBJECT" | "COMPOSITE";
}

/** Node has no CRC32C and CRC64NVME. These are stored and returned as sent: clients verify them when they read. */
const computed: Partial<Record<ChecksumAlgorithm, (body: Uint8Array) => string>> = {
  CRC32: (body) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(crc32(body));
    return bytes.toString("base64");
  },
  SHA1: (body) => hash("sha1", body, "base64"),
  SHA256: (body) => hash("sha256", body, "base64"),
};

export const checksumAlgorithms = ["CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"] as const;

export type ChecksumAlgorithm = (typeof checksumAlgorithms)[number];

export function checksumHeader(algorithm: ChecksumAlgorithm): string {
  return `x-amz-checksum-${algorithm.toLowerCase()}`;
}

export function checksumHeaders({ algorithm, value, type }: Checksum): Record<string, string> {
  return { [checksumHeader(algorithm)]: value, "x-amz-checksum-type": type };
}

export function checksumElements({ algorithm, value, type }: Checksum): Record<string, string> {
  return { [`Checksum${algorithm}`]: value, ChecksumType: type };
}

/** Undefined for an algorithm that Node does not have. */
export function computeChecksum(algorithm: ChecksumAlgorithm, body: Uint8Array): string | undefined {
  return computed[algorithm]?.(body);
}

/** The checksum in a header or a trailer. Throws BadDigest if it, or `content-md5`, does not match the body. */
export function verifiedChecksum(headers: Headers, body: Uint8Array): Checksum | undefined {
  const md5 = headers["content-md5"];
  if (md5 !== undefined && md5 !== hash("md5", body, "base64")) throw s3Errors.badDigest("Content-MD5");
  for (const algorithm of checksumAlgorithms) {
    const value = headers[checksumHeader(algorithm)];
    if (value === undefined) continue;
    const actual = computeChecksum(algorithm, body);
    if (actual !== undefined && actual !== value) throw s3Errors.badDigest(algorithm);
    return { algorithm, value, type: "FULL_OBJECT" };
  }
  return undefined;
}
