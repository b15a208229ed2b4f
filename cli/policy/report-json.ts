import type { PlacedFinding } from "./violation.ts";

/** What `batchline policy check --json` prints; docs/policies.md has its fields. */
export function checkedAsJson(of: {
  readonly stack: string;
  readonly values: string;
  readonly rules: number;
  readonly resources: number;
  readonly findings: readonly PlacedFinding[];
}) {
  const { findings, ...head } = of;
  const each = (kind: PlacedFinding["kind"]) =>
    findings.filter((finding) => finding.kind === kind).map(asJson);
  return {
    ...head,
    violations: each("violation"),
    fixed: each("fixed"),
    unchecked: each("unchecked"),
  };
}

function asJson({ rule, enforcement, message, resource, position, origin }: PlacedFinding) {
  return {
    rule: rule.name,
    code: rule.displayName,
    title: rule.description,
    severity: rule.severity,
    enforcement,
    message,
    remediation: rule.remediation,
    link: rule.url,
    ...(resource && { resource }),
    ...(position && { position }),
    ...(origin && { origin }),
  };
}
