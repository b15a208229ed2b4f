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
import { MissingObjectError } from "../errors.ts";
import { readNdjson } from "./ndjson.ts";
import { uploadNdjson } from "./ndjson-upload.ts";

/**
 * One tenant's data in S3. All keys are below the tenant's prefix.
 * @example await store.put("state/prices.json", bytes, "application/json");
 */
export class TenantStore {
  readonly #s3: S3Client;
  readonly #location: DataLocation;

  constructor(s3: S3Client, location: DataLocation) {
    this.#s3 = s3;
    this.#location = location;
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

  /** Whether the object exists. S3 returns 403 for a missing object to a role that may list only below a prefix. */
  async has(key: string): Promise<boolean> {
    try {
      await this.#s3.send(new HeadObjectCommand(this.#at(key)));
      return true;
    } catch (error) {
      if (httpStatus(error) === 404 || httpStatus(error) === 403) return false;
      throw error;
    }
  }

  /** The keys that begin with `prefix`, in order. With `after`, only keys above it. */
  async *keys(prefix: string, after?: string): AsyncGenerator<string> {
    const { Bucket, Key: Prefix } = this.#at(prefix);
    const StartAfter = after === undefined ? undefined : this.#at(after).Key;
    for await (const { Contents = [] } of paginateListObjectsV2(
      { client: this.#s3 },
      { Bucket, Prefix, StartAfter },
    )) {
      for (const { Key } of Contents) if (Key !== undefined) yield Key.slice(this.#location.prefix.length);
    }
  }

  /** Writes the object, or replaces it. */
  async put(key: string, body: Uint8Array, contentType: string): Promise<void> {
    await this.#s3.send(new PutObjectCommand({ ...this.#at(key), Body: body, ContentType: contentType }));
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

  /** Writes an NDJSON object, a line for each value. It appears, or is replaced, at the end, unless `lines` throws. */
  putLines(key: string, lines: AsyncIterable<unknown> | Iterable<unknown>): Promise<void> {
    return uploadNdjson(this.#s3, this.#at(key), lines);
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
      throw error;
    }
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

/** S3's answer to `If-None-Match: *` when the object exists. */
const preconditionFailed = 412;
