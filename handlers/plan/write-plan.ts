import { must } from "@batchline/diagnostics";
import type { Chunk } from "../../contract/chunk.ts";
import { encodeManifest } from "../../contract/manifest.ts";
import { platformKeys } from "../../contract/object-keys.ts";
import type { PlanFile } from "../../contract/plan.ts";
import type { Bucket } from "../storage/bucket.ts";
import type { Claim } from "../storage/claim.ts";
import type { Plan } from "./plan-run.ts";

/**
 * Writes the manifest under the plan's own prefix, then `plan.json`, which makes the plan final. Returns the plan that counts: another call's
 * if that was first. Its own manifest is left to expire then.
 */
export async function writePlan(bucket: Bucket, { file, chunks }: Plan): Promise<PlanFile> {
  const { workflow, runId, execution, manifest } = file;
  const encoded = encodeManifest(chunks);
  await bucket.put(platformKeys.chunks(manifest), encoded.chunks, "application/json");
  await bucket.put(platformKeys.chunkIndex(manifest), encoded.index, "application/octet-stream");
  const key = platformKeys.plan(workflow, runId, execution);
  if (await bucket.putNew(key, `${JSON.stringify(file, null, 2)}\n`, "application/json")) return file;
  return must(await readPlan(bucket, file), "another call has written plan.json");
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
