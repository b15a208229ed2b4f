import { hash } from "node:crypto";
import { crc32 } from "node:zlib";
import { must } from "@batchline/diagnostics";
import {
  type ChecksumAlgorithm,
  checksumAlgorithms,
  checksumHeader,
} from "../../host/gateway/body/checksums.ts";
import type { GatewayRequest } from "../../host/gateway/service.ts";
import { s3Errors } from "./s3-errors.ts";

export interface Checksum {
  readonly algorithm: ChecksumAlgorithm;
  /** Base64. A COMPOSITE value ends with `-` and the number of parts. */
  readonly value: string;
  readonly type: "FULL_OBJECT" | "COMPOSITE";
}

/** Node has no CRC32C and CRC64NVME. */
const computed: Partial<Record<ChecksumAlgorithm, (body: Uint8Array) => string>> = {
  CRC32: (body) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(crc32(body));
    return bytes.toString("base64");
  },
  SHA1: (body) => hash("sha1", body, "base64"),
  SHA256: (body) => hash("sha256", body, "base64"),
};

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

/**
 * The uploaded bytes, and the checksum in a header or a trailer. Throws BadDigest if it, or `content-md5`, does not match them.
 */
export function uploadedBody({ headers, payload }: Pick<GatewayRequest, "headers" | "payload">): {
  body: Buffer;
  checksum: Checksum | undefined;
} {
  const upload = must(payload, "the gateway passes the bodies of PutObject and UploadPart as payload");
  const body = upload.bytes();
  const { "content-md5": md5 } = headers;
  if (md5 !== undefined && md5 !== Buffer.from(upload.md5, "hex").toString("base64"))
    throw s3Errors.badDigest("Content-MD5");
  for (const algorithm of checksumAlgorithms) {
    const name = checksumHeader(algorithm);
    const value = headers[name] ?? upload.trailers[name];
    if (value === undefined) continue;
    if (value !== upload.checksums.get(algorithm)) throw s3Errors.badDigest(algorithm);
    return { body, checksum: { algorithm, value, type: "FULL_OBJECT" } };
  }
  return { body, checksum: undefined };
}
