import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";

/** S3 takes at most 10,000 parts, each of at least 5 MiB except the last. */
const partBytes = 8 * 2 ** 20;

const contentType = "application/x-ndjson";

/** Writes NDJSON to S3 in limited memory: a PUT up to 8 MiB, a multipart upload beyond. The object appears at `finish`. */
export class NdjsonUpload {
  readonly #s3: S3Client;
  readonly #at: { readonly Bucket: string; readonly Key: string };
  #pending: Buffer[] = [];
  #pendingBytes = 0;
  #uploadId: string | undefined;
  readonly #parts: { readonly ETag: string | undefined; readonly PartNumber: number }[] = [];

  constructor(s3: S3Client, at: { readonly Bucket: string; readonly Key: string }) {
    this.#s3 = s3;
    this.#at = at;
  }

  /** Adds a line. Await it before you add the next one. */
  async write(value: unknown): Promise<void> {
    const line = Buffer.from(`${JSON.stringify(value)}\n`);
    this.#pending.push(line);
    this.#pendingBytes += line.length;
    if (this.#pendingBytes >= partBytes) await this.#flush();
  }

  /** Writes the rest, and the object appears. */
  async finish(): Promise<void> {
    if (this.#uploadId === undefined) {
      await this.#s3.send(
        new PutObjectCommand({ ...this.#at, Body: this.#take(), ContentType: contentType }),
      );
      return;
    }
    if (this.#pendingBytes > 0) await this.#flush();
    await this.#s3.send(
      new CompleteMultipartUploadCommand({
        ...this.#at,
        UploadId: this.#uploadId,
        MultipartUpload: { Parts: [...this.#parts] },
      }),
    );
  }

  /** Discards the lines. If that fails too, the bucket's lifecycle rule deletes the unfinished upload. */
  async abort(): Promise<void> {
    this.#take();
    if (this.#uploadId === undefined) return;
    const abort = new AbortMultipartUploadCommand({ ...this.#at, UploadId: this.#uploadId });
    await this.#s3.send(abort).catch(() => undefined);
  }

  async #flush(): Promise<void> {
    if (this.#uploadId === undefined) {
      const created = await this.#s3.send(
        new CreateMultipartUploadCommand({ ...this.#at, ContentType: contentType }),
      );
      this.#uploadId = created.UploadId;
    }
    const PartNumber = this.#parts.length + 1;
    const part = { ...this.#at, UploadId: this.#uploadId, PartNumber, Body: this.#take() };
    const { ETag } = await this.#s3.send(new UploadPartCommand(part));
    this.#parts.push({ ETag, PartNumber });
  }

  #take(): Buffer {
    const bytes = Buffer.concat(this.#pending);
    this.#pending = [];
    this.#pendingBytes = 0;
    return bytes;
  }
}
