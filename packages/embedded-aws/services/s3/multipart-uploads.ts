import { randomBytes, randomUUID } from "node:crypto";
import { mkdirSync, readdirSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { defaultAlgorithm } from "./checksums/checksum.ts";
import type { Content } from "./content/content.ts";
import { s3Errors } from "./s3-errors.ts";
import type { StoredObject } from "./stored-object.ts";
import type { Part, Upload } from "./upload.ts";
import { endRecord, recordedUpload, recordPart, recordUpload } from "./upload-records.ts";

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

/** Running multipart uploads, with their parts in files. Like objects they outlast the process. */
export class MultipartUploads {
  readonly #dir: string;
  readonly #uploads = new Map<string, Upload>();
  readonly #completed = new Map<string, Completed>();
  readonly #removals = new Set<Promise<void>>();

  /** Opens the folder with the uploads of an earlier session. Creates it if needed. */
  constructor(dir: string) {
    this.#dir = dir;
    mkdirSync(dir, { recursive: true });
    const found: Upload[] = [];
    for (const id of readdirSync(dir)) {
      const upload = recordedUpload(join(dir, id));
      if (upload === undefined) this.#removeFiles(join(dir, id));
      else found.push(upload);
    }
    for (const upload of found.sort((a, b) => a.initiated - b.initiated))
      this.#uploads.set(upload.id, upload);
  }

  create(upload: NewUpload): Upload {
    const id = randomBytes(48).toString("base64url");
    const begun = { ...upload, id, initiated: Date.now() };
    recordUpload(join(this.#dir, id), begun);
    const created = { ...begun, parts: new Map<number, Part>() };
    this.#uploads.set(id, created);
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
    const dir = join(this.#dir, upload.id);
    const file = join(dir, randomUUID());
    content.moveTo(file);
    const { md5, size, checksums } = content;
    const part = { partNumber, etag: `"${md5}"`, size, lastModified: Date.now(), checksums, file };
    recordPart(dir, part);
    // A file that this one replaces may be read just now. It is deleted with the upload.
    upload.parts.set(partNumber, part);
    return part;
  }

  /** Ends an upload. With `completed`, its completion can be asked for again. */
  remove(upload: Upload, completed?: Completed): void {
    this.#uploads.delete(upload.id);
    endRecord(join(this.#dir, upload.id));
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
