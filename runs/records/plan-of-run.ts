import { GetObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { must } from "@batchline/diagnostics";
import { platformKeys } from "../../contract/object-keys.ts";
import type { PlanFile } from "../../contract/plan.ts";

/** The plan of a run's execution. Undefined if it was not planned, or the caller may not read plans. */
export async function planOfRun(
  s3: S3Client,
  bucket: string,
  run: { readonly workflow: string; readonly runId: string; readonly execution: string },
): Promise<PlanFile | undefined> {
  const Key = platformKeys.plan(run.workflow, run.runId, run.execution);
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
    const text = await must(Body, "S3 returns an object's body").transformToString();
    return JSON.parse(text);
  } catch (cause) {
    // S3 hides from a caller who may not list the bucket that there is no such object.
    if (cause instanceof Error && ["NoSuchKey", "AccessDenied"].includes(cause.name)) return undefined;
    throw cause;
  }
}
