import { GetObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { must } from "@batchline/diagnostics";
import { type Chunk, ChunkLine } from "../../contract/chunk.ts";
import { platformKeys } from "../../contract/object-keys.ts";
import { RunsFailure } from "../errors.ts";
import type { OpenRun } from "../records/open-run.ts";

/** The chunk as it was planned, with its tenant's parameters. @throws {RunsFailure} BL-O005 if no manifest of the run has it */
export async function plannedChunk({ stack, run, runId, plan }: OpenRun, chunk: number): Promise<Chunk> {
  // A resume's manifest has the chunks that were left; the first one has all.
  const manifests = new Set([plan?.manifest, run?.manifest].filter((manifest) => manifest !== undefined));
  for (const manifest of manifests) {
    const lines = await linesOf(stack.clients.s3, stack.outputs.platformBucket, manifest);
    const line = lines?.find(({ index }) => index === chunk);
    if (line !== undefined) return line;
  }
  throw new RunsFailure("BL-O005", `no manifest of run ${runId} has chunk ${chunk}: it has expired`);
}

async function linesOf(s3: S3Client, bucket: string, manifest: string): Promise<Chunk[] | undefined> {
  try {
    const Key = platformKeys.chunks(manifest);
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
    const text = await must(Body, "S3 returns an object's body").transformToString();
    return ChunkLine.array().parse(JSON.parse(text));
  } catch (cause) {
    if (cause instanceof Error && cause.name === "NoSuchKey") return undefined;
    throw cause;
  }
}
