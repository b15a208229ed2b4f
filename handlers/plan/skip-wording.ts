import { plural } from "@batchline/diagnostics";
import { ZodError } from "zod";
import type { NotRunning } from "./who-runs.ts";

/** What a plan is, or why there is nothing in it, in one sentence of bounded length. */
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
  const [first] = [...failed, ...skipped];
  const example = first === undefined ? "" : ` (${first.tenant}: ${clip(first.reason)})`;
  return `nothing to do: ${rest.join(", ")}${example}`;
}

/** At most 300 characters: a reason goes through the state machine, whose payload is limited. */
export function clip(text: string): string {
  return text.length <= 300 ? text : `${text.slice(0, 299)}…`;
}

/** An error's message in one line; of a schema's, each field with what is wrong. */
export function inOneLine(cause: unknown): string {
  if (cause instanceof ZodError) {
    return cause.issues.map(({ path, message }) => `${path.join(".") || "it"}: ${message}`).join("; ");
  }
  const text = cause instanceof Error ? cause.message : String(cause);
  return text.split("\n", 1)[0] ?? "";
}
