import { styleText } from "node:util";
import { plural } from "@batchline/diagnostics";
import type { Finding } from "./check.ts";
import type { CheckedFinding } from "./examine.ts";

const colours = { ok: "green", wrong: "red", note: "yellow" } as const satisfies Record<
  Finding["status"],
  string
>;

/** A line for each finding; below what is wrong, why it matters and what to do. */
export function reportLines(findings: readonly CheckedFinding[]): string[] {
  const width = Math.max(0, ...findings.map(({ check }) => check.length));
  return findings.flatMap(({ status, check, what, why, fix }) => {
    const head = `${styleText(colours[status], status.padEnd(5))}  ${check.padEnd(width)}  ${what}`;
    const below = (label: string, text: string) => `${" ".repeat(width + 9)}${label}: ${text}`;
    return [
      head,
      ...(status === "wrong" ? [below("why", why)] : []),
      ...(fix === undefined ? [] : [below("do", fix)]),
    ];
  });
}

/** `dev: 14 lines, 2 wrong, 3 notes`. */
export function closingLine(stack: string, findings: readonly CheckedFinding[]): string {
  const count = (status: Finding["status"]) => findings.filter((each) => each.status === status).length;
  return `${stack}: ${plural(findings.length, "line")}, ${count("wrong")} wrong, ${plural(count("note"), "note")}`;
}
