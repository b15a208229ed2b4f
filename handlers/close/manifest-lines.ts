import { createInterface } from "node:readline";
import type { Chunk } from "../../contract/chunk.ts";
import { decodeLine } from "../../contract/manifest.ts";
import { platformKeys } from "../../contract/object-keys.ts";
import type { Bucket } from "../storage/bucket.ts";

/** The chunks of the manifest under the S3 key prefix `manifest`, one at a time. @throws {MissingObjectError} */
export async function* manifestLines(bucket: Bucket, manifest: string): AsyncGenerator<Chunk> {
  const stream = await bucket.stream(platformKeys.chunks(manifest), "the run cannot be closed");
  for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.startsWith("{")) yield decodeLine(Buffer.from(line)) as Chunk;
  }
}
