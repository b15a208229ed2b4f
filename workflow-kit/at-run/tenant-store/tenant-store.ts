import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import {
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  type S3Client,
} from "@aws-sdk/client-s3";
import { must } from "@batchline/diagnostics";
import type { DataLocation } from "../../../contract/tenants.ts";
import { httpStatus } from "../../../contract/transient-error.ts";
import type { ObjectAddress } from "../../object-address.ts";
import { MissingObjectError, OvertakenError, UnguardedWriteError } from "../errors.ts";
import { readNdjson } from "./ndjson.ts";
import { uploadNdjson, type WriteOptions } from "./ndjson-upload.ts";
import { Snapshot } from "./snapshot.ts";

/**
 * One tenant's data in S3. All keys are below the tenant's prefix. A write of an attempt that Batch gave up may arrive late. So an attempt
 * writes its outputs where no other does (`put`), names objects by their content (`putOnce`), or replaces what it has seen (`replace`).
 * @example await store.put(outputKey(context, "prices.json"), bytes, "application/json");
 */
export class TenantStore {
  readonly #s3: S3Client;
  readonly #location: DataLocation;
  readonly #outputs: string;

  /** @param outputs The prefix of the attempt's outputs, below the tenant's; see `tenantKeys.outputsBy`. */
  constructor(s3: S3Client, location: DataLocation, outputs: string) {
    this.#s3 = s3;
    this.#location = location;
    this.#outputs = outputs;
  }

  /** The object's bytes; undefined when it does not exist. */
  async get(key: string): Promise<Uint8Array | undefined> {
    const body = await this.#open(key);
    return body?.transformToByteArray();
  }

  /**
   * Any object that the tenant's role may read, as an HTTP answer: 304 if it still has the ETag. Undefined when it does not exist or may
   * not be read.
   */
  async open(
    { bucket, key }: ObjectAddress,
    { etag, signal }: { readonly etag?: string | undefined; readonly signal?: AbortSignal | undefined },
  ): Promise<ObjectAnswer | undefined> {
    const at = bucket === undefined ? this.#at(key) : { Bucket: bucket, Key: key };
    const get = new GetObjectCommand({ ...at, IfNoneMatch: etag });
    try {
      const { Body, ETag, ContentType, ContentLength } = await this.#s3.send(get, { abortSignal: signal });
      const length = ContentLength === undefined ? undefined : String(ContentLength);
      const headers = { etag: ETag, "content-type": ContentType, "content-length": length };
      return { status: 200, headers, body: must(Body, "S3 returns an object's body") as Readable };
    } catch (error) {
      const status = httpStatus(error);
      if (status === 304) return { status, headers: {}, body: Readable.from([]) };
      // 301: a bucket of another region. 400 for a key of more than 1,024 bytes.
      const tooLong = error instanceof Error && error.name === "KeyTooLongError";
      if (status === 301 || status === 403 || status === 404 || tooLong) return undefined;
      throw error;
    }
  }

  /** The lines of an NDJSON object, parsed. @throws {MissingObjectError} */
  async *lines(key: string): AsyncGenerator<unknown> {
    const body = await this.#open(key);
    if (body === undefined) throw new MissingObjectError(`${this.url(key)} does not exist`);
    yield* readNdjson(body.transformToWebStream());
  }

  /** Whether the object exists. */
  async has(key: string): Promise<boolean> {
    return (await this.#head(key)) !== undefined;
  }

  /** The keys that begin with `prefix`, in order. With `after`, only keys above it. */
  async *keys(prefix: string, after?: string): AsyncGenerator<string> {
    for await (const { key } of this.#list(prefix, after)) yield key;
  }

  /**
   * The objects whose keys begin with `prefix`, as they are now, for `replace`. Take it before anything that decides what is written.
   * @example const before = await store.snapshot("state/prices.ndjson");
   */
  async snapshot(prefix: string): Promise<Snapshot> {
    const etags = new Map<string, string>();
    for await (const { key, etag } of this.#list(prefix)) etags.set(key, etag);
    return new Snapshot(prefix, etags);
  }

  /** Writes an output of the attempt. @throws {UnguardedWriteError} for any other key */
  async put(key: string, body: Uint8Array, contentType: string): Promise<void> {
    const put = { ...this.#output(key), Body: body, ContentType: contentType };
    await this.#s3.send(new PutObjectCommand(put));
  }

  /**
   * Writes the object, or replaces it if it is as `before` has it. @throws {OvertakenError} when another attempt has written it since
   * @example await store.replace(before, "sitemaps/sitemap.xml.gz", bytes, "application/gzip");
   */
  replace(before: Snapshot, key: string, body: Uint8Array, contentType: string): Promise<void> {
    return this.#replace(before, key, async (options) => {
      const put = { ...this.#at(key), Body: body, ContentType: contentType, ...options };
      const { ETag } = await this.#s3.send(new PutObjectCommand(put));
      return must(ETag, "S3 returns an object's ETag");
    });
  }

  /** Writes the object unless it exists. For keys with the hash of the content. */
  async putOnce(key: string, body: Uint8Array, contentType: string): Promise<void> {
    const put = new PutObjectCommand({
      ...this.#at(key),
      Body: body,
      ContentType: contentType,
      IfNoneMatch: "*",
    });
    try {
      await this.#s3.send(put);
    } catch (error) {
      if (httpStatus(error) !== preconditionFailed) throw error;
    }
  }

  /** Writes an NDJSON output, a line for each value. It appears at the end, unless `lines` throws. @throws {UnguardedWriteError} as `put` */
  async putLines(key: string, lines: Lines): Promise<void> {
    await uploadNdjson(this.#s3, this.#output(key), lines);
  }

  /** As `replace`, an NDJSON object. It is replaced at the end, unless `lines` throws. @throws {OvertakenError} */
  replaceLines(before: Snapshot, key: string, lines: Lines): Promise<void> {
    return this.#replace(before, key, (options) => uploadNdjson(this.#s3, this.#at(key), lines, options));
  }

  /** The address for people: `s3://bucket/prefix/key`. */
  url(key: string): string {
    const { Bucket, Key } = this.#at(key);
    return `s3://${Bucket}/${Key}`;
  }

  async #open(key: string) {
    try {
      const { Body } = await this.#s3.send(new GetObjectCommand(this.#at(key)));
      return Body;
    } catch (error) {
      if (httpStatus(error) === 404) return undefined;
      // S3 hides from a role that may list only below a prefix whether an object is missing. A list tells.
      if (httpStatus(error) === 403 && !(await this.snapshot(key)).has(key)) return undefined;
      throw error;
    }
  }

  async *#list(prefix: string, after?: string) {
    const { Bucket, Key: Prefix } = this.#at(prefix);
    const StartAfter = after === undefined ? undefined : this.#at(after).Key;
    const pages = paginateListObjectsV2({ client: this.#s3 }, { Bucket, Prefix, StartAfter });
    for await (const { Contents = [] } of pages)
      for (const { Key, ETag } of Contents) {
        const key = must(Key, "a listed object has a key").slice(this.#location.prefix.length);
        yield { key, etag: must(ETag, "a listed object has an ETag") };
      }
  }

  async #replace(
    before: Snapshot,
    key: string,
    write: (options: WriteOptions) => Promise<string>,
  ): Promise<void> {
    const id = randomUUID();
    try {
      before.replaced(key, await write({ ...before.condition(key), Metadata: { [writeId]: id } }));
    } catch (error) {
      if (!changed.includes(httpStatus(error))) throw error;
      // The SDK repeats a write whose answer was lost, and meets what it has written.
      const { ETag, Metadata } = (await this.#head(key)) ?? {};
      if (Metadata?.[writeId] !== id) throw new OvertakenError(this.url(key), { cause: error });
      before.replaced(key, must(ETag, "S3 returns an object's ETag"));
    }
  }

  /** S3 returns 403 for a missing object to a role that may list only below a prefix. */
  async #head(key: string) {
    try {
      return await this.#s3.send(new HeadObjectCommand(this.#at(key)));
    } catch (error) {
      if (httpStatus(error) === 404 || httpStatus(error) === 403) return undefined;
      throw error;
    }
  }

  #output(key: string) {
    if (!key.startsWith(this.#outputs)) throw new UnguardedWriteError(this.url(key), this.#outputs);
    return this.#at(key);
  }

  #at(key: string) {
    return { Bucket: this.#location.bucket, Key: `${this.#location.prefix}${key}` };
  }
}

interface ObjectAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Readable;
}

type Lines = AsyncIterable<unknown> | Iterable<unknown>;

/** S3's answer when an object is not as a write's condition has it. */
const preconditionFailed = 412;
/** Also: 404 for an object that is gone and for an upload that has ended, 409 for a change during an upload. */
const changed = [404, 409, preconditionFailed];
/** The metadata by which a write is recognised. */
const writeId = "batchline-write";
