import type { ChecksumAlgorithm } from "./checksums.ts";

/** The decoded body of an upload: in memory if it is small, otherwise in a file. */
export interface RequestBody {
  /** Bytes. */
  readonly length: number;
  /** Hex. */
  readonly md5: string;
  /** Hex. */
  readonly sha256: string;
  /** Computed for each algorithm that the request names; CRC64NVME if it names none. Base64. */
  readonly checksums: ReadonlyMap<ChecksumAlgorithm, string>;
  /** The checksums that came after an aws-chunked body, by header name. Their form is checked, their value is not. */
  readonly trailers: Readonly<Record<string, string>>;
  /** Reads everything into memory. */
  bytes(): Buffer;
  /** Makes the bytes the file `path`, replacing what is there. Its folder must exist. Call it at most once, as the last. */
  moveTo(path: string): void;
}
