import { randomBytes } from "node:crypto";
import { mkdirSync, rmSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { ChecksumAlgorithm } from "../../host/gateway/body/checksums.ts";
import type { Principal } from "../../host/identity/principal.ts";
import { type ChecksumType, defaultAlgorithm } from "./checksums/checksum.ts";
import type { Checksums, Content } from "./content/content.ts";
import { s3Errors } from "./s3-errors.ts";
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
  readonly initiator: Principal;
  /** Milliseconds since the epoch. */
  readonly initiated: number;
  readonly parts: Map<number, Part>;
}

type NewUpload = Pick<Upload, "bucket" | "key" | "before" | "headers" | "tags" | "checksum" | "initiator">;

/** What a completed upload answered: clients repeat CompleteMultipartUpload when its answer is lost. */
export interface Completed {
  readonly bucket: string;
  readonly key: string;
  /** The numbers and ETags of its parts. */
  readonly parts: string;
  readonly object: StoredObject;
}

const completedKept = 1000;

/** Running multipart uploads, with their parts in files. They end with the process, as the uploading containers do. */
export class MultipartUploads {
  readonly #dir: string;
  readonly #uploads = new Map<string, Upload>();
  readonly #completed = new Map<string, Completed>();
  readonly #removals = new Set<Promise<void>>();
  #files = 0;

  constructor(dir: string) {
    this.#dir = dir;
    rmSync(dir, { recursive: true, force: true });
  }

  create(upload: NewUpload): Upload {
    const id = randomBytes(48).toString("base64url");
    const created = { ...upload, id, initiated: Date.now(), parts: new Map<number, Part>() };
    this.#uploads.set(id, created);
    mkdirSync(join(this.#dir, id), { recursive: true });
    return created;
  }

  find(id: string | null): Upload | undefined {
    return this.#uploads.get(String(id));
  }

  /** Throws NoSuchUpload, also for the upload of another key. */
  get(id: string | null, bucket: string, key: string): Upload {
    const upload = this.#uploads.get(String(id));
    if (upload?.bucket !== bucket || upload.key !== key) throw s3Errors.noSuchUpload(String(id));
    return upload;
  }

  /** The completed upload, if it was one of this key. */
  completed(id: string | null, bucket: string, key: string): Completed | undefined {
    const done = this.#completed.get(String(id));
    return done?.bucket === bucket && done.key === key ? done : undefined;
  }

  /** The uploads of a bucket, oldest first. */
  in(bucket: string): Upload[] {
    return [...this.#uploads.values()].filter((upload) => upload.bucket === bucket);
  }

  /** Stores a part. Throws NoSuchUpload if the upload has ended meanwhile. */
  putPart(upload: Upload, partNumber: number, content: Content): Part {
    this.get(upload.id, upload.bucket, upload.key);
    const file = join(this.#dir, upload.id, String(this.#files++));
    content.moveTo(file);
    const { md5, size, checksums } = content;
    const part = { partNumber, etag: `"${md5}"`, size, lastModified: Date.now(), checksums, file };
    // A file that this one replaces may be read just now. It is deleted with the upload.
    upload.parts.set(partNumber, part);
    return part;
  }

  /** Ends an upload. With `completed`, its completion can be asked for again. */
  remove(upload: Upload, completed?: Completed): void {
    this.#uploads.delete(upload.id);
    this.#removeFiles(join(this.#dir, upload.id));
    if (completed === undefined) return;
    this.#completed.set(upload.id, completed);
    const [oldest] = this.#completed.keys();
    if (this.#completed.size > completedKept && oldest !== undefined) this.#completed.delete(oldest);
  }

  /** Resolves when all files of ended uploads are deleted. */
  async close(): Promise<void> {
    await Promise.all(this.#removals);
  }

  /** There may be 10,000 files: others need not wait until they are deleted. */
  #removeFiles(dir: string): void {
    const removal = rm(dir, { recursive: true, force: true })
      // What is left is deleted by the next session.
      .catch(() => {})
      .finally(() => this.#removals.delete(removal));
    this.#removals.add(removal);
  }
}

/** The algorithm and type of the checksum that the object will have. */
export function checksumKind({ checksum }: Pick<Upload, "checksum">): NonNullable<Upload["checksum"]> {
  return checksum ?? { algorithm: defaultAlgorithm, type: "FULL_OBJECT" };
}
