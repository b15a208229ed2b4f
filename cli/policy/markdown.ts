import { plural } from "@batchline/diagnostics";
import { githubMarkup as markup } from "../markup.ts";
import { closingLine, type Outcome } from "./report.ts";
import { byRule, isMandatory, ofKind, type PlacedFinding, type RuleFindings } from "./violation.ts";

/** Violations of one rule, so that a frequent one leaves room for the others. */
const mostOfRule = 10;

/** The violations for a comment on GitHub, by rule, the most urgent first, each rule with its fix. It has about `most`
 * characters: rules that do not fit are left out and counted. */
export function policyMarkdown(outcome: Outcome, most: number): string {
  const blocks = byRule(ofKind(outcome.findings, "violation")).map((group) => ruleLines(group).join("\n"));
  const shown = fitting(blocks, most);
  const left = blocks.length - shown.length;
  return [
    "### Policies",
    closingLine(outcome),
    ...shown,
    ...(left === 0 ? [] : [`… and violations of ${plural(left, "more rule")}`]),
    ...unchecked(ofKind(outcome.findings, "unchecked")),
    "",
  ].join("\n\n");
}

function ruleLines({ first, group }: RuleFindings): string[] {
  const { rule, enforcement } = first;
  const title = markup.strong(`${enforcement} · ${rule.severity ?? "no severity"}`);
  const left = group.length - mostOfRule;
  return [
    `${isMandatory(first) ? "❌" : "⚠️"} ${title} ${markup.verbatim(rule.name)} ${rule.displayName}: ${markup.verbatim(rule.description)}`,
    ...group.slice(0, mostOfRule).map((finding) => markup.bullet(findingText(finding))),
    ...(left > 0 ? [markup.bullet(`… and ${left} more`)] : []),
    "",
    `Fix: ${markup.verbatim(rule.remediation)}`,
  ];
}

/** Messages contain names and values of the program, never markup. */
function findingText({ position, resource, message }: PlacedFinding): string {
  const parts = [position && `${position.file}:${position.line}`, resource?.name, message];
  return parts.flatMap((part) => (part === undefined ? [] : [markup.verbatim(part)])).join(" ");
}

function fitting(blocks: readonly string[], room: number): string[] {
  let used = 0;
  const end = blocks.findIndex((block) => {
    used += block.length;
    return used > room;
  });
  return blocks.slice(0, end === -1 ? blocks.length : end);
}

function unchecked(findings: readonly PlacedFinding[]): string[] {
  if (findings.length === 0) return [];
  const rules = [...new Set(findings.map(({ rule }) => markup.verbatim(rule.name)))].join(", ");
  return [`Not checked in all resources, because values are known only after deployment: ${rules}`];
}
