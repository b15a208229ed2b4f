import { hash } from "node:crypto";
import { crc32 } from "node:zlib";
import { s3Errors } from "./errors.ts";

/** A checksum that travels with an object. */
export interface Checksum {
  readonly algorithm: ChecksumAlgorithm;
  /** Base64; of a COMPOSITE one followed by `-` and the number of parts. */
  readonly value: string;
  readonly type: "FULL_OBJECT" | "COMPOSITE";
}

export type ChecksumAlgorithm = "CRC32" | "CRC32C" | "CRC64NVME" | "SHA1" | "SHA256";

/**
 * How to compute those that Node has. CRC32C and CRC64NVME are kept and given back as they came: clients check them again
 * when they read.
 */
const computed: Partial<Record<ChecksumAlgorithm, (body: Uint8Array) => string>> = {
  CRC32: (body) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(crc32(body));
    return bytes.toString("base64");
  },
  SHA1: (body) => hash("sha1", body, "base64"),
  SHA256: (body) => hash("sha256", body, "base64"),
};

export const checksumAlgorithms: readonly ChecksumAlgorithm[] = [
  "CRC32",
  "CRC32C",
  "CRC64NVME",
  "SHA1",
  "SHA256",
];

/** `x-amz-checksum-crc32` and so on. */
export function checksumHeader(algorithm: ChecksumAlgorithm): string {
  return `x-amz-checksum-${algorithm.toLowerCase()}`;
}

/** The checksum of `body`, or undefined for an algorithm that Node does not have. */
export function computeChecksum(algorithm: ChecksumAlgorithm, body: Uint8Array): string | undefined {
  return computed[algorithm]?.(body);
}

/**
 * The checksum that the uploader sent in a header or a trailer. Throws BadDigest when the body does not have it, or not the
 * MD5 of `content-md5`.
 */
export function verifiedChecksum(
  headers: Readonly<Record<string, string>>,
  body: Uint8Array,
): Checksum | undefined {
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
