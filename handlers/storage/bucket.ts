import { Readable } from "node:stream";
import { setTimeout as wait } from "node:timers/promises";
import { GetObjectCommand, PutObjectCommand, paginateListObjectsV2, type S3Client } from "@aws-sdk/client-s3";
import { CodedError } from "@batchline/diagnostics";
import type { DataLocation } from "../../contract/tenants.ts";
import { httpStatus } from "../../contract/transient-error.ts";
import type { HandlerErrorCode } from "../error-codes.ts";

/** The bucket lacks an object. */
export class MissingObjectError extends CodedError<HandlerErrorCode> {}

/** Attempts at a write that meets another one of the same object. The waits add up to a second. */
const conflictAttempts = 5;

/** The platform bucket, as the handlers use it. */
export class Bucket {
  readonly name: string;
  readonly #client: S3Client;

  constructor(client: S3Client, name: string) {
    this.#client = client;
    this.name = name;
  }

  /** The object's text; undefined if there is none. */
  async text(key: string): Promise<string | undefined> {
    const body = await this.#get(key);
    return body?.transformToString("utf-8");
  }

  /** The object's text. @throws {MissingObjectError} with `hint` */
  async requiredText(key: string, hint?: string): Promise<string> {
    return (await this.text(key)) ?? this.#missing(key, hint);
  }

  /** The object's bytes as a stream. @throws {MissingObjectError} with `hint` */
  async stream(key: string, hint?: string): Promise<Readable> {
    const body = await this.#get(key);
    return body instanceof Readable ? body : this.#missing(key, hint);
  }

  #missing(key: string, hint?: string): never {
    const message = `s3://${this.name}/${key} is missing`;
    throw new MissingObjectError("BL-H005", hint === undefined ? message : `${message}: ${hint}`);
  }

  /** Writes the object, over an existing one. */
  async put(key: string, body: string | Uint8Array, contentType: string): Promise<void> {
    await this.#put(key, body, contentType);
  }

  /** Writes the object unless one exists. Returns whether it wrote. */
  async putNew(key: string, body: string | Uint8Array, contentType: string): Promise<boolean> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.#put(key, body, contentType, "*");
        return true;
      } catch (cause) {
        if (httpStatus(cause) === 412) return false;
        // Another write of the object was under way. https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
        if (httpStatus(cause) !== 409 || attempt === conflictAttempts) throw cause;
        await wait(100 * attempt);
      }
    }
  }

  #put(Key: string, Body: string | Uint8Array, ContentType: string, IfNoneMatch?: "*") {
    return this.#client.send(
      new PutObjectCommand({ Bucket: this.name, Key, Body, ContentType, IfNoneMatch }),
    );
  }

  async #get(key: string) {
    try {
      const { Body } = await this.#client.send(new GetObjectCommand({ Bucket: this.name, Key: key }));
      return Body;
    } catch (cause) {
      if (httpStatus(cause) === 404) return undefined;
      throw cause;
    }
  }
}

/** The names of a tenant's objects below `folder` (which ends in `/`): their keys without prefix and folder, in S3's order. */
export async function* objectNames(
  client: S3Client,
  location: DataLocation,
  folder: string,
): AsyncGenerator<string> {
  const prefix = `${location.prefix}${folder}`;
  for await (const page of paginateListObjectsV2({ client }, { Bucket: location.bucket, Prefix: prefix })) {
    for (const { Key } of page.Contents ?? []) if (Key !== undefined) yield Key.slice(prefix.length);
  }
}
