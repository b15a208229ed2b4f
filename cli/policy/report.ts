import { join, relative } from "node:path";
import { styleText } from "node:util";
import { plural } from "@batchline/diagnostics";
import type { SourcePosition } from "@batchline/pulumi-engine";
import { annotation } from "../github-annotations.ts";
import { isMandatory, type PlacedFinding } from "./violation.ts";

export interface ReportOptions {
  /** The project's folder: what positions are relative to. */
  readonly root: string;
  /** List also each resource that could not be judged, or was mended. */
  readonly verbose: boolean;
}

/** Violations by rule, the most pressing first, each rule with how to mend it; then what was mended and what not judged. */
export function reportLines(findings: readonly PlacedFinding[], options: ReportOptions): string[] {
  const of = (kind: PlacedFinding["kind"]) => findings.filter((finding) => finding.kind === kind);
  return [
    ...byRule(of("violation")).flatMap((group) => [...violationLines(group, options), ""]),
    ...countedLines(of("fixed"), "mended where Pulumi runs with the pack, better in the program", options),
    ...countedLines(of("unchecked"), "not judged, as it is known only after deployment", options),
  ];
}

/** What a stack was judged by, and what came of it. */
export interface Outcome {
  readonly stack: string;
  /** How many rules are not disabled. */
  readonly rules: number;
  readonly resources: number;
  readonly findings: readonly PlacedFinding[];
}

/** `dev: 27 rules, 143 resources, 2 violations, 1 mandatory`. */
export function closingLine(of: Outcome): string {
  const violations = of.findings.filter(({ kind }) => kind === "violation").length;
  const mandatory = of.findings.filter(isMandatory).length;
  const result =
    violations === 0 ? "no violations" : `${plural(violations, "violation")}, ${mandatory} mandatory`;
  return `${of.stack}: ${plural(of.rules, "rule")}, ${plural(of.resources, "resource")}, ${result}`;
}

/** A violation as GitHub shows it beside the line. `checkout`: the folder of the git checkout, absolute. */
export function violationAnnotation(finding: PlacedFinding, root: string, checkout: string): string {
  const { position, rule, message } = finding;
  return annotation(
    isMandatory(finding) ? "error" : "warning",
    {
      ...(position && {
        file: relative(checkout, join(root, position.file)),
        line: position.line,
        column: position.column,
      }),
      title: `${rule.displayName} ${rule.name}`,
    },
    `${subject(finding)}${message}\n${rule.remediation}`,
  );
}

function byRule(findings: readonly PlacedFinding[]): PlacedFinding[][] {
  const groups = Map.groupBy(findings, ({ policy, enforcement }) => `${policy} ${enforcement}`);
  return [...groups.values()];
}

function violationLines(group: readonly PlacedFinding[], options: ReportOptions): string[] {
  const [first] = group;
  if (first === undefined) return [];
  const { rule, enforcement } = first;
  const colour = isMandatory(first) ? "red" : "yellow";
  return [
    `${styleText(colour, `${enforcement} · ${rule.severity ?? "no severity"}`)}  ${styleText("bold", rule.name)} ${rule.displayName}: ${rule.description}`,
    ...group.map((finding) => `  ${place(finding, options)}${subject(finding)}${finding.message}`),
    `  To mend it: ${rule.remediation}`,
  ];
}

/** One line that counts them by rule, so that a preview of much that is unknown is no flood; then each, where wanted. */
function countedLines(findings: readonly PlacedFinding[], what: string, options: ReportOptions): string[] {
  if (findings.length === 0) return [];
  const groups = byRule(findings);
  // A stack rule tells of several things at once.
  const counts = groups.map((group) => {
    const things = group.flatMap(({ message }) => message.split("; ")).length;
    return `${group[0]?.rule.name} ${things}`;
  });
  const head = `${what}${options.verbose ? "" : " (--verbose lists it)"}: ${counts.join(", ")}`;
  if (!options.verbose) return [head];
  const each = findings.map(
    (finding) => `  ${finding.rule.name}: ${place(finding, options)}${subject(finding)}${finding.message}`,
  );
  return [head, ...each];
}

/** `components/operations/log-group.ts:15:10 (from index.ts:86:19): ` */
function place({ position, origin }: PlacedFinding, { root }: ReportOptions): string {
  if (position === undefined) return "";
  const text = ({ file, line, column }: SourcePosition) =>
    `${relative(process.cwd(), join(root, file))}:${line}:${column}`;
  return `${text(position)}${origin === undefined ? "" : ` (from ${text(origin)})`}: `;
}

function subject({ resource }: PlacedFinding): string {
  if (resource === undefined) return "";
  return `${resource.type.slice(resource.type.lastIndexOf(":") + 1)} "${resource.name}": `;
}
