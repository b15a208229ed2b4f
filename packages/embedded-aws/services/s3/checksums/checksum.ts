import { type ChecksumAlgorithm, checksumHeader } from "../../../host/gateway/body/checksums.ts";

export interface Checksum {
  readonly algorithm: ChecksumAlgorithm;
  /** Base64. A COMPOSITE value ends with `-` and the number of parts. */
  readonly value: string;
  readonly type: ChecksumType;
}

/** Of the whole object, or of its parts' checksums. */
export type ChecksumType = "FULL_OBJECT" | "COMPOSITE";

/** What S3 computes for an object whose uploader names none. */
export const defaultAlgorithm: ChecksumAlgorithm = "CRC64NVME";

export function checksumHeaders({ algorithm, value, type }: Checksum): Record<string, string> {
  return { [checksumHeader(algorithm)]: value, "x-amz-checksum-type": type };
}

export function checksumElements({ algorithm, value, type }: Checksum): Record<string, string> {
  return { [`Checksum${algorithm}`]: value, ChecksumType: type };
}
