import { must, plural, withoutUserInfo } from "@batchline/diagnostics";
import { ZodError } from "zod";
import type { NotRunning } from "./who-runs.ts";

/** A plan in one sentence of bounded length, or why it is empty. */
export function planReason(
  tenants: number,
  chunks: number,
  skipped: readonly NotRunning[],
  failed: readonly NotRunning[],
  schedule?: string,
): string {
  const rest = [
    ...(skipped.length > 0 ? [`${skipped.length} skipped`] : []),
    ...(failed.length > 0 ? [`${failed.length} could not be planned`] : []),
  ];
  if (chunks > 0) return [`${plural(tenants, "tenant")} in ${plural(chunks, "chunk")}`, ...rest].join(", ");
  if (skipped.length + failed.length === 0) {
    const by = schedule === undefined ? "" : ` by the schedule ${schedule}`;
    return `nothing to do: no tenant has this workflow${by}`;
  }
  const first = must([...failed, ...skipped][0], "some tenant was skipped or failed");
  return `nothing to do: ${rest.join(", ")} (${first.tenant}: ${clip(first.reason)})`;
}

/** At most 300 characters, because a reason passes through the state machine's limited payload. */
export function clip(text: string): string {
  return text.length <= 300 ? text : `${text.slice(0, 299)}…`;
}

/** An error's message in one line. A schema error lists its fields. URLs lose their user info. */
export function inOneLine(cause: unknown): string {
  if (cause instanceof ZodError) {
    return cause.issues.map(({ path, message }) => `${path.join(".") || "it"}: ${message}`).join("; ");
  }
  const text = cause instanceof Error ? cause.message : String(cause);
  return withoutUserInfo(text.replace(/\n.*/s, ""));
}
