import { GetObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { must } from "@batchline/diagnostics";
import * as z from "zod";
import { ChunkLine } from "../../contract/chunk.ts";
import { decodeLine, indexRange, lineRange } from "../../contract/manifest.ts";
import { platformKeys } from "../../contract/object-keys.ts";
import { httpStatus } from "../../contract/transient-error.ts";
import { RefusedError } from "./not-granted.ts";

/** Reads the chunk at `position`: 16 bytes of the index, then its line. @throws {RefusedError} when the manifest lacks it */
export async function readChunk(s3: S3Client, bucket: string, manifest: string, position: number) {
  const where = `chunk ${position} of ${manifest}`;
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
    // Without s3:ListBucket, S3 answers 403 for a missing key.
    const absent = [403, 404, 416].includes(httpStatus(cause)) || cause instanceof RangeError;
    if (absent) throw new RefusedError("BL-B009", `the manifest lacks ${where}`, {}, { cause });
    // Without the cause: its message may quote a tenant's parameters.
    if (cause instanceof z.ZodError || cause instanceof SyntaxError) {
      const paths = cause instanceof z.ZodError ? cause.issues.map(({ path }) => path.join(".")) : undefined;
      throw new RefusedError("BL-B009", `${where} is not valid`, { paths });
    }
    throw cause;
  }
}
