import { CodedError, must } from "@batchline/diagnostics";
import type { Chunk } from "../../contract/chunk.ts";
import { encodeManifest } from "../../contract/manifest.ts";
import { platformKeys } from "../../contract/object-keys.ts";
import type { PlanFile, PlanRequest } from "../../contract/plan.ts";
import type { HandlerErrorCode } from "../error-codes.ts";
import type { Bucket } from "../storage/bucket.ts";
import type { Claim } from "../storage/claim.ts";
import type { Plan } from "./plan-run.ts";
import { claimOf } from "./take-claim.ts";

/** The execution has the name of an earlier one, whose plan and records are still there. */
export class NameUsedError extends CodedError<HandlerErrorCode> {}

/**
 * Writes the manifest under the plan's own prefix, then `plan.json`, which makes the plan final. Returns the plan that counts: another call's
 * if that was first. Its own manifest is left to expire then.
 */
export async function writePlan(bucket: Bucket, { file, chunks }: Plan): Promise<PlanFile> {
  const { workflow, runId, execution, manifest } = file;
  await writeManifest(bucket, manifest, chunks);
  const key = platformKeys.plan(workflow, runId, execution);
  if (await bucket.putNew(key, `${JSON.stringify(file, null, 2)}\n`, "application/json")) return file;
  return must(await readPlan(bucket, file), "another call has written plan.json");
}

/** Writes the chunks and their index under the S3 key prefix `manifest`. */
export async function writeManifest(
  bucket: Bucket,
  manifest: string,
  chunks: readonly Chunk[],
): Promise<void> {
  const encoded = encodeManifest(chunks);
  await bucket.put(platformKeys.chunks(manifest), encoded.chunks, "application/json");
  await bucket.put(platformKeys.chunkIndex(manifest), encoded.index, "application/octet-stream");
}

/** The chunks of a manifest, in order. @throws {MissingObjectError} with `hint` */
export async function readManifest(
  bucket: Bucket,
  manifest: string,
  hint: string,
): Promise<readonly Chunk[]> {
  return JSON.parse(await bucket.requiredText(platformKeys.chunks(manifest), hint)) as readonly Chunk[];
}

/** The plan of a claim's execution; undefined if it has none. */
export async function readPlan(
  bucket: Bucket,
  { workflow, runId, execution }: Claim,
): Promise<PlanFile | undefined> {
  const text = await bucket.text(platformKeys.plan(workflow, runId, execution));
  return text === undefined ? undefined : (JSON.parse(text) as PlanFile);
}

/** How far the clocks of AWS's services may differ, in milliseconds. */
const clocksDifferMs = 5 * 60_000;

/**
 * The plan that another call has made for the request's execution; undefined if it has none. Step Functions allows a name again after 90
 * days, and at once in a machine that was replaced.
 * @throws {NameUsedError} for the plan of an earlier execution with the same name
 */
export async function ownPlan(bucket: Bucket, request: PlanRequest): Promise<PlanFile | undefined> {
  const { workflow, execution, startedAt } = request;
  const file = await readPlan(bucket, claimOf(request));
  if (file === undefined || startedAt === undefined) return file;
  if (Date.parse(file.plannedAt) > Date.parse(startedAt) - clocksDifferMs) return file;
  const message = `${workflow}: an earlier execution was called ${execution} too, and was planned at ${file.plannedAt}: start this one under another name`;
  throw new NameUsedError("BL-H018", message);
}
