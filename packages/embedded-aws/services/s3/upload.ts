import type { ChecksumAlgorithm } from "../../host/gateway/body/checksums.ts";
import type { Principal } from "../../host/identity/principal.ts";
import type { ChecksumType } from "./checksums/checksum.ts";
import type { Checksums } from "./content/content.ts";
import type { StoredObject, Tag } from "./stored-object.ts";

export interface Part {
  readonly partNumber: number;
  /** In quotes. */
  readonly etag: string;
  readonly size: number;
  /** Milliseconds since the epoch. */
  readonly lastModified: number;
  /** The upload's, and what was sent with the part. */
  readonly checksums: Checksums;
  /** Path of the bytes. */
  readonly file: string;
}

export interface Upload {
  readonly id: string;
  readonly bucket: string;
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly tags: readonly Tag[] | undefined;
  /** Undefined: what CreateMultipartUpload does not name. Then the object gets a CRC64NVME. */
  readonly checksum: { readonly algorithm: ChecksumAlgorithm; readonly type: ChecksumType } | undefined;
  /** What the key had when the upload began. */
  readonly before: StoredObject | undefined;
  readonly initiator: Pick<Principal, "arn">;
  /** Milliseconds since the epoch. */
  readonly initiated: number;
  readonly parts: Map<number, Part>;
}
