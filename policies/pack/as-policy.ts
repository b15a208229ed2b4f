import { isRecord } from "@batchline/diagnostics";
import type {
  Policy,
  PolicyConfigSchema,
  PolicyResource,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  StackValidationPolicy,
} from "@pulumi/policy";
import { z } from "zod";
import type { JudgedResource, Patch, Rule, StackResource } from "../kit/rule.ts";
import { knownProperties } from "./known-properties.ts";
import { judgeResource, judgeStack, mendResource, type Violation } from "./run-rule.ts";

/** Where each rule is explained, under its name. */
const documentation = "docs/policies.md";

/** A rule as Pulumi takes it. */
export function asPolicy(rule: Rule): ResourceValidationPolicy | StackValidationPolicy {
  const policy: Policy = {
    name: rule.name,
    displayName: rule.code,
    description: rule.title,
    severity: rule.severity,
    enforcementLevel: rule.enforcement,
    remediationSteps: rule.remediation,
    url: `${documentation}#${rule.name}`,
    configSchema: configSchema(rule.config),
  };
  if (rule.kind === "stack")
    return {
      ...policy,
      validateStack(args, report) {
        const { violations, unjudged } = judgeStack(rule, stackResources(args.resources), args.getConfig());
        for (const violation of violations) report(violationText(rule, violation), violation.at);
        unjudged.tell();
      },
    };
  return {
    ...policy,
    validateResource(args, report) {
      const { violations, unjudged } = judgeResource(rule, judged(args), args.getConfig());
      for (const violation of violations) report(violationText(rule, violation));
      unjudged.tell();
    },
    ...(rule.fixes && {
      remediateResource(args) {
        const { patches, unjudged } = mendResource(rule, judged(args), args.getConfig());
        unjudged.tell();
        if (patches.length === 0) return undefined;
        for (const patch of patches) lay(patch, args.props);
        return args.props;
      },
    }),
  };
}

/** What Pulumi prints under the rule's title; it does not print the remediation steps of a pack itself. */
export function violationText(rule: Pick<Rule, "remediation">, { message }: Violation): string {
  return `${message}\nTo mend it: ${rule.remediation}`;
}

/** JSON Schema of the settings, as Pulumi checks a policy-config file. */
function configSchema(config: z.ZodObject): PolicyConfigSchema {
  const { properties = {} } = z.toJSONSchema(config, { io: "input" });
  // JSON Schema in both, by different type declarations.
  return { properties: properties as PolicyConfigSchema["properties"] };
}

/** Lays a patch over properties, in place: values that are unknown or secret stay what they are. */
export function lay(patch: Patch, target: Record<string, unknown>): void {
  for (const [property, value] of Object.entries(patch)) {
    const old = isRecord(value) ? target[property] : undefined;
    if (isRecord(value) && isRecord(old)) lay(value, old);
    else target[property] = value;
  }
}

function judged(resource: ResourceValidationArgs | PolicyResource): JudgedResource<unknown> {
  const { type, name, urn, props, opts: options, provider } = resource;
  return {
    type,
    name,
    urn,
    props: knownProperties(props),
    options,
    ...(provider && { provider: { props: knownProperties(provider.props) } }),
  };
}

/** Resources point at each other: each is turned once, and what it points at only when a rule follows. */
function stackResources(resources: readonly PolicyResource[]): readonly StackResource<unknown>[] {
  const turned = new Map<PolicyResource, StackResource<unknown>>();
  const turn = (resource: PolicyResource): StackResource<unknown> => {
    const known = turned.get(resource);
    if (known !== undefined) return known;
    const whole: StackResource<unknown> = {
      ...judged(resource),
      get parent() {
        return resource.parent === undefined ? undefined : turn(resource.parent);
      },
      get dependencies() {
        return resource.dependencies.map(turn);
      },
      get propertyDependencies() {
        return Object.fromEntries(
          Object.entries(resource.propertyDependencies).map(([property, from]) => [property, from.map(turn)]),
        );
      },
    };
    turned.set(resource, whole);
    return whole;
  };
  // In one order: a program declares them in any, and messages name several.
  return resources.toSorted((a, b) => (a.urn < b.urn ? -1 : 1)).map(turn);
}
