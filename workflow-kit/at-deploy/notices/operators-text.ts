import { plural } from "@batchline/diagnostics";
import type { Cause } from "../../../contract/causes.ts";
import type { NotedTenant, NoticeText, RunNotice } from "./notice.ts";
import { utc } from "./tenant-text.ts";

/** More names or causes than a person reads. `batchline why` shows all. */
const most = 10;

/**
 * The standard message to operators.
 * @example workflow({ notices: { operators: (notice) => ({ ...operatorsText(notice), subject: "Wake up" }) }, … });
 */
export function operatorsText(notice: RunNotice): NoticeText {
  const { workflow, stack, runId, reason, itself, broke, stillBroken, wellAgain, causes, commands } = notice;
  const failing = broke.length + stillBroken.length;
  const facts = [
    ...(itself === "broke" || itself === "stillBroken" ? ["failed"] : []),
    ...(broke.length > 0 ? [`broke for ${plural(broke.length, "tenant")}`] : []),
    ...(wellAgain.length > 0 && failing > 0 ? [`well again for ${wellAgain.length}`] : []),
    ...(failing === 0 && (wellAgain.length > 0 || itself === "wellAgain") ? ["is well again"] : []),
  ];
  const summary = facts.length > 0 ? facts.join(", ") : failing > 0 ? "failed as before" : "succeeded";
  const lines = [
    `${workflow} on the stack ${stack}: ${summary}. The run ${runId} ended at ${utc(notice.endedAt)}.`,
    reason,
    ...section("Broke now", broke),
    ...section("Still broken", stillBroken),
    ...section("Well again", wellAgain),
    ...(causes.length > 0 ? ["", "Why:", ...shortened(causes, causeLine)] : []),
    ...(commands.length > 0 ? ["", "What to type:", ...commands.map((command) => `  ${command}`)] : []),
  ];
  return { subject: `[${stack}] ${workflow} ${summary}`, text: `${lines.join("\n")}\n` };
}

function section(title: string, tenants: readonly NotedTenant[]): string[] {
  return tenants.length === 0
    ? []
    : ["", `${title}:`, ...shortened(tenants, ({ id, name }) => `  ${id} (${name})`)];
}

function shortened<T>(all: readonly T[], line: (each: T) => string): string[] {
  const rest = all.length - most;
  return [...all.slice(0, most).map(line), ...(rest > 0 ? [`  and ${rest} more`] : [])];
}

function causeLine({ sentence, help, tenants, chunks }: Cause): string {
  const whom =
    chunks > 0
      ? `${plural(chunks, "chunk")} of ${plural(tenants.length, "tenant")}`
      : plural(tenants.length, "tenant");
  return `  ${tenants.length === 0 ? "" : `${whom}: `}${sentence}${help === undefined ? "" : `; ${help}`}`;
}
