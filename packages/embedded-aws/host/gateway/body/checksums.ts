import { createHash } from "node:crypto";
import { Crc32, Crc32c, Crc64Nvme } from "@aws-sdk/checksums/crc";

export const checksumAlgorithms = ["CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"] as const;

export type ChecksumAlgorithm = (typeof checksumAlgorithms)[number];

/** What computes a checksum from pieces. */
export interface RunningChecksum {
  update(piece: Uint8Array): void;
  /** Base64. Call it once, after the last piece. */
  digest(): Promise<string>;
}

const crcs = { CRC32: Crc32, CRC32C: Crc32c, CRC64NVME: Crc64Nvme } as const;

/** @example const running = runningChecksum("CRC32C"); running.update(piece); await running.digest(); */
export function runningChecksum(algorithm: ChecksumAlgorithm): RunningChecksum {
  if (algorithm === "SHA1" || algorithm === "SHA256") {
    const running = createHash(algorithm);
    return {
      update: (piece) => void running.update(piece),
      digest: async () => running.digest("base64"),
    };
  }
  const running = new crcs[algorithm]();
  return {
    update: (piece) => running.update(piece),
    digest: async () => Buffer.from(await running.digest()).toString("base64"),
  };
}

/** `x-amz-checksum-crc32`, … */
export function checksumHeader(algorithm: ChecksumAlgorithm): string {
  return `x-amz-checksum-${algorithm.toLowerCase()}`;
}

/** The algorithm of a header or trailer. */
export function algorithmOf(header: string): ChecksumAlgorithm | undefined {
  return checksumAlgorithms.find((algorithm) => checksumHeader(algorithm) === header);
}

const lengths: Readonly<Record<ChecksumAlgorithm, number>> = {
  CRC32: 4,
  CRC32C: 4,
  CRC64NVME: 8,
  SHA1: 20,
  SHA256: 32,
};

/** Whether a text is base64 of as many bytes as the algorithm has. */
export function isChecksum(algorithm: ChecksumAlgorithm, text: string): boolean {
  const bytes = Buffer.from(text, "base64");
  return bytes.length === lengths[algorithm] && bytes.toString("base64") === text;
}
