import { join, relative } from "node:path";
import { styleText } from "node:util";
import { plural } from "@batchline/diagnostics";
import type { SourcePosition } from "@batchline/pulumi-engine";
import { annotation } from "../github-annotations.ts";
import { byRule, isMandatory, ofKind, type PlacedFinding, type RuleFindings } from "./violation.ts";

interface ReportOptions {
  /** The project's folder: positions are relative to it. */
  readonly root: string;
  /** Also list each fixed or unchecked resource. */
  readonly verbose: boolean;
}

/** The violations by rule, the most urgent first, each rule with its fix; then remediations and unchecked properties. */
export function reportLines(findings: readonly PlacedFinding[], options: ReportOptions): string[] {
  const of = (kind: PlacedFinding["kind"]) => ofKind(findings, kind);
  return [
    ...byRule(of("violation")).flatMap((group) => [...violationLines(group, options), ""]),
    ...countedLines(of("fixed"), "fixed if Pulumi runs with the pack; better fix the program", options),
    ...countedLines(of("unchecked"), "not checked, because it is known only after deployment", options),
  ];
}

/** The result of checking a stack. */
export interface Outcome {
  readonly stack: string;
  readonly values: "deployed" | "preview";
  /** The number of rules that are not disabled. */
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

/** The document that `batchline policy check --json` prints; docs/policies.md has its fields. */
export function outcomeAsJson({ findings, ...head }: Outcome) {
  const each = (kind: PlacedFinding["kind"]) =>
    ofKind(findings, kind).map(({ rule, enforcement, message, resource, position, origin }) => ({
      rule: rule.name,
      code: rule.displayName,
      title: rule.description,
      severity: rule.severity,
      enforcement,
      message,
      remediation: rule.remediation,
      link: rule.url,
      ...{ resource, position, origin },
    }));
  return { ...head, violations: each("violation"), fixed: each("fixed"), unchecked: each("unchecked") };
}

/** A violation as a workflow command of GitHub. `checkout` is the absolute path of the git checkout. */
export function violationAnnotation(finding: PlacedFinding, root: string, checkout: string): string {
  const { position, rule, message } = finding;
  return annotation(
    isMandatory(finding) ? "error" : "warning",
    {
      file: position && relative(checkout, join(root, position.file)),
      line: position?.line,
      column: position?.column,
      title: `${rule.displayName} ${rule.name}`,
    },
    `${subject(finding)}${message}\n${rule.remediation}`,
  );
}

function violationLines({ first, group }: RuleFindings, options: ReportOptions): string[] {
  const { rule, enforcement } = first;
  const colour = isMandatory(first) ? "red" : "yellow";
  return [
    `${styleText(colour, `${enforcement} · ${rule.severity ?? "no severity"}`)}  ${styleText("bold", rule.name)} ${rule.displayName}: ${rule.description}`,
    ...group.map((finding) => `  ${place(finding, options)}${subject(finding)}${finding.message}`),
    `  Fix: ${rule.remediation}`,
  ];
}

/** One line with a count for each rule, then each finding with `--verbose`. */
function countedLines(findings: readonly PlacedFinding[], what: string, options: ReportOptions): string[] {
  if (findings.length === 0) return [];
  // A stack rule joins several things in one message.
  const counts = byRule(findings).map(({ first, group }) => {
    return `${first.rule.name} ${group.flatMap(({ message }) => message.split("; ")).length}`;
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
