import { hash } from "node:crypto";
import * as fs from "node:fs";
import { dirname, join } from "node:path";
import type { ChecksumAlgorithm } from "../../host/gateway/body/checksums.ts";
import type { FileRange } from "../../host/gateway/service.ts";
import { Bucket } from "./bucket.ts";
import type { Content } from "./content/content.ts";
import { joinedFiles } from "./content/joined-files.ts";
import { Journal, type JournalEntry } from "./journal.ts";
import { s3Errors } from "./s3-errors.ts";
import type { NewObject, StoredObject, Tag } from "./stored-object.ts";

/** What is longer is not held in memory. */
const maxReadBytes = 256 * 1024;

/**
 * Buckets and objects in a folder: `<dir>/<bucket>/<key>` if the key is a valid path, otherwise `<dir>/.other/<hash>`.
 * All changes are synchronous, so a check and the write after it are one step.
 */
export class ObjectStore {
  readonly #dir: string;
  readonly #journal: Journal;
  readonly #buckets = new Map<string, Bucket>();
  /** Lower-case path → its `<bucket>/<key>`: some file systems ignore case. */
  readonly #taken = new Map<string, string>();
  #temporary = 0;

  /** Opens the folder with the objects of an earlier store. Creates it if needed. */
  constructor(dir: string) {
    this.#dir = dir;
    fs.rmSync(join(dir, ".new"), { recursive: true, force: true });
    fs.mkdirSync(join(dir, ".new"), { recursive: true });
    fs.mkdirSync(join(dir, ".other"), { recursive: true });
    this.#journal = new Journal(join(dir, ".journal"));
    for (const entry of this.#journal.read()) this.#replay(entry);
    this.#journal.rewrite(this.#entries());
  }

  get buckets(): Iterable<Bucket> {
    return this.#buckets.values();
  }

  bucket(name: string): Bucket {
    const bucket = this.#buckets.get(name);
    if (bucket === undefined) throw s3Errors.noSuchBucket(name);
    return bucket;
  }

  hasBucket(name: string): boolean {
    return this.#buckets.has(name);
  }

  createBucket(name: string, tags: readonly Tag[] = []): void {
    this.#record({ op: "createBucket", bucket: name, created: Date.now(), ...(tags.length > 0 && { tags }) });
  }

  /** Replaces the tags of a bucket. Throws NoSuchBucket. */
  tagBucket(name: string, tags: readonly Tag[]): void {
    this.#record({ op: "createBucket", bucket: name, created: this.bucket(name).created, tags });
  }

  /** Replaces the tags of an object; its bytes and its time stay. */
  tagObject(bucket: string, object: StoredObject, tags: readonly Tag[]): void {
    this.#record({ op: "put", bucket, object: { ...object, tags } });
  }

  /** Throws NoSuchBucket or BucketNotEmpty. */
  deleteBucket(name: string): void {
    if (this.bucket(name).keys.length > 0) throw s3Errors.bucketNotEmpty(name);
    this.#record({ op: "deleteBucket", bucket: name });
    fs.rmSync(join(this.#dir, name), { recursive: true, force: true });
  }

  /** Stores or replaces an object. Throws NoSuchBucket. */
  put(bucketName: string, object: NewObject, content: Pick<Content, "moveTo">): StoredObject {
    const bucket = this.bucket(bucketName);
    const temporary = this.newFile();
    content.moveTo(temporary);
    const file = this.#place(bucketName, object.key, bucket.get(object.key)?.file, temporary);
    const stored = { ...object, lastModified: Date.now(), file };
    this.#record({ op: "put", bucket: bucketName, object: stored });
    return stored;
  }

  /** Deletes an object if it exists. Throws NoSuchBucket. */
  delete(bucketName: string, key: string): void {
    const object = this.bucket(bucketName).get(key);
    if (object === undefined) return;
    this.#record({ op: "delete", bucket: bucketName, key });
    fs.rmSync(join(this.#dir, object.file), { force: true });
  }

  /** A path for bytes that are not yet an object. Nothing is left of them in the next session. */
  newFile(): string {
    return join(this.#dir, ".new", String(this.#temporary++));
  }

  /** Copies `length` bytes from `start`. */
  copy(
    object: StoredObject,
    { start, length }: { readonly start: number; readonly length: number },
    algorithms: readonly ChecksumAlgorithm[],
  ): Promise<Content> {
    return joinedFiles([{ path: join(this.#dir, object.file), start, length }], this.newFile(), algorithms);
  }

  /** `length` bytes from `start`: read if they are few, otherwise the open file. @default the whole object */
  read(object: StoredObject, start = 0, length = object.size): Buffer | FileRange {
    const descriptor = fs.openSync(join(this.#dir, object.file), "r");
    if (length > maxReadBytes) return { descriptor, start, length };
    const buffer = Buffer.allocUnsafe(length);
    try {
      const read = fs.readSync(descriptor, buffer, 0, length, start);
      return buffer.subarray(0, read);
    } finally {
      fs.closeSync(descriptor);
    }
  }

  close(): void {
    this.#journal.close();
  }

  /** Moves the temporary file to the key's path. */
  #place(bucket: string, key: string, current: string | undefined, temporary: string): string {
    const other = join(".other", hash("sha256", `${bucket}/${key}`));
    const plain = plainPath(key);
    const wanted = current ?? (plain === undefined ? other : join(bucket, plain));
    const owner = this.#taken.get(wanted.toLowerCase());
    const file = owner === undefined || owner === `${bucket}/${key}` ? wanted : other;
    try {
      fs.mkdirSync(dirname(join(this.#dir, file)), { recursive: true });
      fs.renameSync(temporary, join(this.#dir, file));
      return file;
    } catch (cause) {
      // `a` is a file and `a/b` needs a folder, or the reverse. S3 has no folders and accepts both.
      if (file === other) throw cause;
      fs.renameSync(temporary, join(this.#dir, other));
      return other;
    }
  }

  #record(entry: JournalEntry): void {
    this.#journal.append(entry);
    this.#replay(entry);
  }

  #replay(entry: JournalEntry): void {
    const bucket = this.#buckets.get(entry.bucket);
    if (entry.op === "createBucket") {
      if (bucket === undefined) this.#buckets.set(entry.bucket, new Bucket(entry.bucket, entry.created));
      this.#buckets.get(entry.bucket)?.tag(entry.tags ?? []);
    } else if (entry.op === "deleteBucket") {
      this.#buckets.delete(entry.bucket);
    } else if (entry.op === "put") {
      bucket?.set(entry.object);
      this.#taken.set(entry.object.file.toLowerCase(), `${entry.bucket}/${entry.object.key}`);
    } else {
      const file = bucket?.get(entry.key)?.file;
      if (file !== undefined) this.#taken.delete(file.toLowerCase());
      bucket?.delete(entry.key);
    }
  }

  *#entries(): Generator<JournalEntry> {
    for (const bucket of this.#buckets.values()) {
      yield { op: "createBucket", bucket: bucket.name, created: bucket.created, tags: bucket.tags };
      for (const key of bucket.keys) {
        const object = bucket.get(key);
        if (object !== undefined) yield { op: "put", bucket: bucket.name, object };
      }
    }
  }
}

/** The key as a path that any system can store, so that people find files by name. Undefined for `a//b`, `../a`, `a/`, … */
function plainPath(key: string): string | undefined {
  if (key.length > 800) return undefined;
  const plain = key.split("/").every((segment) => {
    return /^[\p{L}\p{N} !_.'()=+@,;&$~-]{1,80}$/u.test(segment) && !/^\.|[. ]$/.test(segment);
  });
  return plain ? key : undefined;
}
