import { plural } from "@batchline/diagnostics";
import type { TenantRecord } from "../../contract/records.ts";
import { clip } from "../plan/plan-reason.ts";
import type { Failure } from "./chunk-outcome.ts";

/** `failed in fetch: the feed answered 404` */
export function failureReason({ stage, reason }: Failure): string {
  return clip(`failed in ${stage}: ${reason}`);
}

/** A run's result in one sentence. `failed` is in order of time: the first cause is named. */
export function runReason(succeeded: number, failed: readonly TenantRecord[], skipped: number): string {
  const [first, ...others] = failed;
  if (first === undefined) {
    return [`${plural(succeeded, "tenant")} succeeded`, ...(skipped > 0 ? [`${skipped} skipped`] : [])].join(
      ", ",
    );
  }
  const rest = [
    ...(others.length > 0 ? [`${plural(others.length, "other tenant")} failed`] : []),
    ...(succeeded > 0 ? [`${succeeded} succeeded`] : []),
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
  ];
  const cause = `${first.tenant} ${first.reason ?? "failed"}`;
  return rest.length === 0 ? cause : `${cause} (${rest.join(", ")})`;
}
