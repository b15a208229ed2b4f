import type { MapState } from "@batchline/asl";
import { isObject, type Json } from "@batchline/asl";
import { must } from "@batchline/diagnostics";
import type { Visit } from "../execution/visit-state.ts";
import type { MapRun } from "./map-run.ts";
import { kindOf, type ResultKind, transformed } from "./results.ts";
import { callS3 } from "./s3-call.ts";

const failed = "States.ResultWriterFailed";

/** Where results go; the expressions of ResultWriter are evaluated before any item is processed. */
export interface Destination {
  readonly bucket: string;
  /** Empty, or ends with `/`. */
  readonly prefix: string;
}

/** Undefined when results go into the state's output. Throws States.QueryEvaluationError. */
export async function destinationOf(visit: Visit<MapState>): Promise<Destination | undefined> {
  const writer = visit.state.ResultWriter;
  if (writer?.Resource === undefined) return undefined;
  const args = await visit.evaluateTo(writer.Arguments ?? {}, "ResultWriter/Arguments", "object", isObject);
  const { Bucket, Prefix = "" } = args;
  if (typeof Bucket !== "string" || typeof Prefix !== "string") {
    throw visit.failure(
      failed,
      "The ResultWriter's Arguments need a Bucket, and may have a Prefix: text each.",
    );
  }
  return { bucket: Bucket, prefix: Prefix === "" || Prefix.endsWith("/") ? Prefix : `${Prefix}/` };
}

/**
 * The Map's result. With a destination, writes there a file of executions for each way they ended, and a manifest that names
 * the files. The result then says where the manifest is. Throws States.ResultWriterFailed.
 */
export async function writeResults(
  visit: Visit<MapState>,
  run: MapRun,
  destination: Destination | undefined,
): Promise<Json> {
  const { Transformation, OutputType = "JSON" } = visit.state.ResultWriter?.WriterConfig ?? {};
  const portions = must(run.portions, "items are read before results are written");
  const kindOnly = (kind: ResultKind) => portions.filter((portion) => kindOf(portion) === kind);
  if (destination === undefined) {
    // On AWS they count as written, too.
    run.resultsWritten = true;
    // Without WriterConfig the result has no trace of tolerated failures.
    if (Transformation === undefined) return transformed(kindOnly("SUCCEEDED"), "COMPACT");
    return transformed(portions, Transformation);
  }
  const { bucket, prefix } = destination;
  const folder = `${prefix}${run.id}/`;
  const files: Record<ResultKind, Json[]> = { FAILED: [], PENDING: [], SUCCEEDED: [] };
  for (const kind of ["FAILED", "PENDING", "SUCCEEDED"] as const) {
    const ended = kindOnly(kind);
    if (ended.length === 0) continue;
    const results = transformed(ended, Transformation ?? "NONE");
    const lines = () => results.map((result) => `${JSON.stringify(result)}\n`).join("");
    const text = OutputType === "JSONL" ? lines() : JSON.stringify(results);
    const key = `${folder}${kind}_0.${OutputType.toLowerCase()}`;
    await put(visit, bucket, key, text);
    files[kind].push({ Key: key, Size: Buffer.byteLength(text) });
  }
  const manifest = { DestinationBucket: bucket, MapRunArn: run.arn, ResultFiles: files };
  await put(visit, bucket, `${folder}manifest.json`, JSON.stringify(manifest));
  run.resultsWritten = true;
  return { MapRunArn: run.arn, ResultWriterDetails: { Bucket: bucket, Key: `${folder}manifest.json` } };
}

async function put(visit: Visit, bucket: string, key: string, body: string): Promise<void> {
  const args = { Bucket: bucket, Key: key, Body: body, ContentType: "application/json" };
  await callS3(visit, "putObject", args, failed);
}
