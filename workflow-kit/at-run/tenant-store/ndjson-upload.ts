import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { must } from "@batchline/diagnostics";

/** S3 takes at most 10,000 parts, each of at least 5 MiB except the last. */
const partBytes = 8 * 2 ** 20;

const ContentType = "application/x-ndjson";

/** Under what condition an object is written, and what it says of itself. */
export interface WriteOptions {
  readonly IfMatch?: string;
  readonly IfNoneMatch?: "*";
  readonly Metadata?: Record<string, string>;
}

/** Writes NDJSON to S3 in limited memory: a PUT up to 8 MiB, a multipart upload beyond. The object appears when all lines are there.
 * Returns its ETag. @example await uploadNdjson(s3, { Bucket: "shop-data", Key: "products.ndjson" }, [{ sku: "A1" }]); */
export async function uploadNdjson(
  s3: S3Client,
  at: { readonly Bucket: string; readonly Key: string },
  lines: AsyncIterable<unknown> | Iterable<unknown>,
  { Metadata, ...condition }: WriteOptions = {},
): Promise<string> {
  let pending: Buffer[] = [];
  let bytes = 0;
  let UploadId: string | undefined;
  const Parts: { readonly ETag: string | undefined; readonly PartNumber: number }[] = [];
  const flush = async () => {
    UploadId ??= (await s3.send(new CreateMultipartUploadCommand({ ...at, ContentType, Metadata }))).UploadId;
    const part = { UploadId, PartNumber: Parts.length + 1, Body: Buffer.concat(pending) };
    [pending, bytes] = [[], 0];
    const { ETag } = await s3.send(new UploadPartCommand({ ...at, ...part }));
    Parts.push({ ETag, PartNumber: part.PartNumber });
  };
  try {
    for await (const value of lines) {
      const line = Buffer.from(`${JSON.stringify(value)}\n`);
      pending.push(line);
      bytes += line.length;
      if (bytes >= partBytes) await flush();
    }
    if (UploadId === undefined) {
      const whole = { Body: Buffer.concat(pending), ContentType, Metadata };
      const { ETag } = await s3.send(new PutObjectCommand({ ...at, ...whole, ...condition }));
      return must(ETag, "S3 returns an object's ETag");
    }
    if (bytes > 0) await flush();
    const complete = { UploadId, MultipartUpload: { Parts }, ...condition };
    const { ETag } = await s3.send(new CompleteMultipartUploadCommand({ ...at, ...complete }));
    return must(ETag, "S3 returns an object's ETag");
  } catch (error) {
    // If that fails too, the bucket's lifecycle rule deletes the unfinished upload.
    if (UploadId !== undefined) {
      await s3.send(new AbortMultipartUploadCommand({ ...at, UploadId })).catch(() => undefined);
    }
    throw error;
  }
}
