import { GetObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import * as z from "zod";
import type { Chunk } from "../contract/chunk.ts";
import { decodeLine, indexRange, lineRange } from "../contract/manifest.ts";
import { platformKeys } from "../contract/object-keys.ts";
import { httpStatus } from "../contract/transient-error.ts";
import { BadConfigError } from "../workflow-kit/at-run/errors.ts";

const ChunkLine = z.object({
  index: z.int().min(0),
  tenant: z.string().min(1),
  part: z.int().min(0),
  parts: z.int().min(1),
  data: z.object({ bucket: z.string(), prefix: z.string().endsWith("/") }),
  params: z.unknown(),
  items: z.object({ after: z.string().exactOptional(), through: z.string() }).exactOptional(),
  source: z.object({ workflow: z.string(), runId: z.string(), endedAt: z.string() }).exactOptional(),
});

export interface FoundChunk {
  readonly chunk: Chunk;
  /** How many chunks the run has, over all tenants. */
  readonly chunksInRun: number;
}

/**
 * Reads the one chunk at `position`: 16 bytes of the index, then its line. Throws BadConfigError when the
 * manifest has no such chunk, and whatever the client throws otherwise.
 */
export async function readChunk(
  s3: S3Client,
  bucket: string,
  manifest: string,
  position: number,
): Promise<FoundChunk> {
  const where = `chunk ${position} of s3://${bucket}/${manifest}`;
  const get = async (key: string, range: string) => {
    const response = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key, Range: range }));
    return { bytes: await response.Body!.transformToByteArray(), range: response.ContentRange ?? "" };
  };
  try {
    const index = await get(platformKeys.chunkIndex(manifest), indexRange(position));
    const line = await get(platformKeys.chunks(manifest), lineRange(index.bytes));
    // Content-Range: bytes 0-15/<size of the whole index>, which has 8 bytes a chunk and 8 for the end.
    const indexBytes = Number(index.range.split("/")[1]);
    return {
      chunk: ChunkLine.parse(decodeLine(line.bytes)),
      chunksInRun: Number.isInteger(indexBytes) ? indexBytes / 8 - 1 : 1,
    };
  } catch (cause) {
    const absent = httpStatus(cause) === 404 || httpStatus(cause) === 416 || cause instanceof RangeError;
    if (absent) throw new BadConfigError(`there is no ${where}`, { cause });
    if (cause instanceof z.ZodError || cause instanceof SyntaxError) {
      throw new BadConfigError(`${where} is not a chunk: ${cause.message}`, { cause });
    }
    throw cause;
  }
}
