import { must } from "@batchline/diagnostics";
import type { CheckedProgram } from "@batchline/embedded-aws";
import {
  type Finding,
  formatPosition,
  type PolicyInfo,
  type RegisteredResource,
  type Severity,
  type SourcePosition,
} from "@batchline/pulumi-engine";
import { fixLine } from "../../policies/kit/rule.ts";

/** A finding with its policy and its resource. */
export interface PlacedFinding extends Finding {
  readonly rule: PolicyInfo;
  readonly resource?: Pick<RegisteredResource, "type" | "name" | "urn">;
  /** The program's line that declares the resource, or its nearest parent with a line. */
  readonly position?: SourcePosition;
  /** The line of the program that led to `position`, if it is another. */
  readonly origin?: SourcePosition;
}

const severities: readonly (Severity | undefined)[] = ["critical", "high", "medium", "low", undefined];

/** The findings, the most urgent first: mandatory before advisory, then by severity, then by rule. */
export function placedFindings({ findings, policies, resources }: CheckedProgram): PlacedFinding[] {
  const rules = new Map(policies.map((policy) => [policy.name, policy]));
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  return findings
    .flatMap((finding) => {
      const rule = rules.get(finding.policy);
      if (rule === undefined) return [];
      const resource = finding.urn === undefined ? undefined : byUrn.get(finding.urn);
      const at = placed(resource, byUrn);
      return {
        ...finding,
        message: withoutRemediation(finding.message, rule),
        rule,
        resource: resource && { type: resource.type, name: resource.name, urn: resource.urn },
        position: at?.sourcePosition,
        origin: at?.sourceOrigin,
      };
    })
    .toSorted(
      (a, b) => rank(a) - rank(b) || orderText(a).localeCompare(orderText(b), "en", { numeric: true }),
    );
}

/** The findings of one rule and level. */
export interface RuleFindings {
  readonly first: PlacedFinding;
  readonly group: readonly PlacedFinding[];
}

/** The findings of each rule and level. */
export function byRule(findings: readonly PlacedFinding[]): RuleFindings[] {
  const groups = Map.groupBy(findings, ({ policy, enforcement }) => `${policy} ${enforcement}`);
  return Array.from(groups.values(), (group) => ({ first: must(group[0], "a group has a finding"), group }));
}

export function ofKind(findings: readonly PlacedFinding[], kind: Finding["kind"]): PlacedFinding[] {
  return findings.filter((finding) => finding.kind === kind);
}

/** Whether a finding stops a deployment. */
export function isMandatory({ kind, enforcement }: Finding): boolean {
  return kind === "violation" && enforcement === "mandatory";
}

function rank(finding: PlacedFinding): number {
  return (isMandatory(finding) ? 0 : severities.length) + severities.indexOf(finding.rule.severity);
}

/** Then by rule, place and resource: the order of checks depends on the order of declarations. */
function orderText({ policy, position, urn = "" }: PlacedFinding): string {
  return `${policy} ${formatPosition(position)} ${urn}`;
}

/** The resource, or its nearest parent with a line in the program. */
function placed(
  resource: RegisteredResource | undefined,
  byUrn: ReadonlyMap<string, RegisteredResource>,
): RegisteredResource | undefined {
  let at = resource;
  while (at !== undefined && at.sourcePosition === undefined)
    at = at.parent === undefined ? undefined : byUrn.get(at.parent);
  return at;
}

/** The pack adds the fix to each message for Pulumi's output. This report shows it once for each rule. */
function withoutRemediation(message: string, { remediation }: PolicyInfo): string {
  const end = `\n${fixLine({ fix: remediation })}`;
  return message.endsWith(end) ? message.slice(0, -end.length) : message;
}
