import {
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  type S3Client,
} from "@aws-sdk/client-s3";
import type { DataLocation } from "../../../contract/tenants.ts";
import { httpStatus } from "../../../contract/transient-error.ts";
import { readNdjson } from "./ndjson.ts";
import { NdjsonUpload } from "./ndjson-upload.ts";

/** One tenant's data in S3. Keys are those of `tenantKeys`, below the tenant's prefix. */
export class TenantStore {
  readonly #s3: S3Client;
  readonly #location: DataLocation;

  constructor(s3: S3Client, location: DataLocation) {
    this.#s3 = s3;
    this.#location = location;
  }

  /** The object's bytes; undefined when there is none. */
  async get(key: string): Promise<Uint8Array | undefined> {
    const body = await this.#open(key);
    return body?.transformToByteArray();
  }

  /** The lines of an NDJSON object, parsed. Throws when there is no such object. */
  async *lines(key: string): AsyncGenerator<unknown> {
    const body = await this.#open(key);
    if (body === undefined) throw new Error(`there is no ${this.url(key)} to read`);
    yield* readNdjson(body.transformToWebStream());
  }

  /**
   * Whether there is such an object. 403 counts as no: it is what S3 says of a missing object to a role that
   * may list only below a prefix. Where it means that the role has no access, the next GET or PUT fails and
   * says so.
   */
  async has(key: string): Promise<boolean> {
    try {
      await this.#s3.send(new HeadObjectCommand(this.#at(key)));
      return true;
    } catch (error) {
      if (httpStatus(error) === 404 || httpStatus(error) === 403) return false;
      throw error;
    }
  }

  /** The keys that begin with `prefix`, in order; with `after`, only those above it. */
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

  /** Writes the object, whatever was there. */
  async put(key: string, body: Uint8Array, contentType: string): Promise<void> {
    await this.#s3.send(new PutObjectCommand({ ...this.#at(key), Body: body, ContentType: contentType }));
  }

  /** Writes the object unless there is one already. For keys that are made of the content's own hash. */
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

  /** Writes an NDJSON object line by line; an object that is there is replaced at the end. */
  ndjson(key: string): NdjsonUpload {
    return new NdjsonUpload(this.#s3, this.#at(key));
  }

  /** `key` as a person finds it: `s3://bucket/prefix/key`. */
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

/** S3's answer to `If-None-Match: *` when the key is taken. */
const preconditionFailed = 412;
