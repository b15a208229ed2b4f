import { GetObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { must } from "@batchline/diagnostics";
import * as z from "zod";
import { ChunkLine } from "../contract/chunk.ts";
import { decodeLine, indexRange, lineRange } from "../contract/manifest.ts";
import { platformKeys } from "../contract/object-keys.ts";
import { httpStatus } from "../contract/transient-error.ts";
import { BadConfigError } from "../workflow-kit/at-run/errors.ts";

/** Reads the chunk at `position`: 16 bytes of the index, then its line. @throws {BadConfigError} when the manifest lacks it. */
export async function readChunk(s3: S3Client, bucket: string, manifest: string, position: number) {
  const where = `chunk ${position} of s3://${bucket}/${manifest}`;
  const get = async (key: string, range: string) => {
    const response = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key, Range: range }));
    const body = must(response.Body, "S3 returns an object's body");
    return { bytes: await body.transformToByteArray(), range: response.ContentRange };
  };
  try {
    const index = await get(platformKeys.chunkIndex(manifest), indexRange(position));
    const line = await get(platformKeys.chunks(manifest), lineRange(index.bytes));
    // Content-Range: bytes 0-15/<size of the index>, which has 8 bytes for each chunk and 8 for the end.
    const indexBytes = Number(index.range?.split("/")[1]);
    return {
      chunk: ChunkLine.parse(decodeLine(line.bytes)),
      /** Of all tenants. */
      chunksInRun: Number.isInteger(indexBytes) ? indexBytes / 8 - 1 : 1,
    };
  } catch (cause) {
    const absent = httpStatus(cause) === 404 || httpStatus(cause) === 416 || cause instanceof RangeError;
    if (absent) throw new BadConfigError(`the manifest lacks ${where}`, { cause });
    if (cause instanceof z.ZodError || cause instanceof SyntaxError) {
      throw new BadConfigError(`${where} is not valid: ${cause.message}`, { cause });
    }
    throw cause;
  }
}
