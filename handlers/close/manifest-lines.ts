import { createInterface } from "node:readline";
import type { Chunk } from "../../contract/chunk.ts";
import { decodeLine } from "../../contract/manifest.ts";
import { platformKeys } from "../../contract/object-keys.ts";
import type { Bucket } from "../storage/bucket.ts";

/** The chunks of the manifest under the S3 key prefix `manifest`, one at a time, whatever its size. Throws when there is none. */
export async function* manifestLines(bucket: Bucket, manifest: string): AsyncGenerator<Chunk> {
  const key = platformKeys.chunks(manifest);
  const stream = await bucket.stream(key);
  if (stream === undefined) {
    throw new Error(
      `s3://${bucket.name}/${key} is missing, or this function may not read it: the run cannot be closed`,
    );
  }
  for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.startsWith("{")) yield decodeLine(Buffer.from(line)) as Chunk;
  }
}
