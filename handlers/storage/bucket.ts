import { Readable } from "node:stream";
import { GetObjectCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";

/** The platform bucket, as the handlers use it. */
export class Bucket {
  readonly name: string;
  readonly #client: S3Client;

  constructor(client: S3Client, name: string) {
    this.#client = client;
    this.name = name;
  }

  /** The object's text; undefined when there is none. */
  async text(key: string): Promise<string | undefined> {
    const body = await this.#get(key);
    return body?.transformToString("utf-8");
  }

  /** The object's bytes as a stream; undefined when there is none. */
  async stream(key: string): Promise<Readable | undefined> {
    const body = await this.#get(key);
    return body instanceof Readable ? body : undefined;
  }

  /** Writes the object, whatever was there. */
  async put(key: string, body: string | Uint8Array, contentType: string): Promise<void> {
    await this.#client.send(this.#command(key, body, contentType));
  }

  /** Writes the object unless there is one already; false then. */
  async putNew(key: string, body: string | Uint8Array, contentType: string): Promise<boolean> {
    try {
      await this.#client.send(this.#command(key, body, contentType, "*"));
      return true;
    } catch (cause) {
      if (status(cause) === 412) return false;
      throw cause;
    }
  }

  #command(key: string, body: string | Uint8Array, contentType: string, ifNoneMatch?: "*") {
    return new PutObjectCommand({
      Bucket: this.name,
      Key: key,
      Body: body,
      ContentType: contentType,
      ...(ifNoneMatch && { IfNoneMatch: ifNoneMatch }),
    });
  }

  async #get(key: string) {
    try {
      const { Body } = await this.#client.send(new GetObjectCommand({ Bucket: this.name, Key: key }));
      return Body;
    } catch (cause) {
      // Without s3:ListBucket, S3 answers 403 for a key that is not there, so as not to tell.
      // https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
      if (status(cause) === 404 || status(cause) === 403) return undefined;
      throw cause;
    }
  }
}

function status(cause: unknown): number | undefined {
  if (typeof cause !== "object" || cause === null || !("$metadata" in cause)) return undefined;
  return (cause.$metadata as { readonly httpStatusCode?: number }).httpStatusCode;
}
