import type {
  Policy,
  PolicyConfigSchema,
  PolicyResource,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  StackValidationPolicy,
} from "@pulumi/policy";
import { z } from "zod";
import { type CheckedResource, fixLine, type Rule, type StackResource } from "../kit/rule.ts";
import { applyPatch } from "./apply-patch.ts";
import { emptyArchives } from "./assets-as-sent.ts";
import { knownProperties } from "./known-properties.ts";
import { checkResource, checkStack, remediateResource, type Violation } from "./run-rule.ts";

/** The page that explains each rule, under its name. */
const documentation = "docs/policies.md";

/** A rule in the form that Pulumi runs. */
export function asPolicy(rule: Rule): ResourceValidationPolicy | StackValidationPolicy {
  const policy: Policy = {
    name: rule.name,
    displayName: rule.code,
    description: rule.title,
    severity: rule.severity,
    enforcementLevel: rule.enforcement,
    remediationSteps: rule.fix,
    url: `${documentation}#${rule.name}`,
    configSchema: configSchema(rule.config),
  };
  if (rule.kind === "stack")
    return {
      ...policy,
      validateStack(args, report) {
        const { violations, unchecked } = checkStack(rule, stackResources(args.resources), args.getConfig());
        for (const violation of violations) report(messageOf(rule, violation), violation.at);
        unchecked.report();
      },
    };
  return {
    ...policy,
    validateResource(args, report) {
      const { violations, unchecked } = checkResource(rule, checkedResource(args), args.getConfig());
      for (const violation of violations) report(messageOf(rule, violation));
      unchecked.report();
    },
    ...(rule.remediations && {
      remediateResource(args) {
        const { patches, unchecked } = remediateResource(rule, checkedResource(args), args.getConfig());
        if (patches.length > 0)
          for (const path of emptyArchives(args.props)) unchecked.add(`${path} ${lost}`);
        unchecked.report();
        if (patches.length === 0) return undefined;
        for (const patch of patches) applyPatch(patch, args.props);
        return args.props;
      },
    }),
  };
}

/** Pulumi CLIs of July 2026 send an archive without its path (pulumi #23798). To return it would lose the files. */
const lost =
  "is an archive without files, which some versions of Pulumi send for every archive: update Pulumi";

/** Pulumi prints this under the rule's title. It does not print `remediationSteps` of a local pack. */
function messageOf(rule: Rule, { path, problem }: Violation): string {
  return `${path} ${problem}\n${fixLine(rule)}`;
}

/** The settings' JSON Schema, by which Pulumi checks a policy-config file. */
function configSchema(config: z.ZodObject): PolicyConfigSchema {
  const { properties = {} } = z.toJSONSchema(config, { io: "input" });
  // Both declare JSON Schema, each with its own types.
  return { properties: properties as PolicyConfigSchema["properties"] };
}

function checkedResource(resource: ResourceValidationArgs | PolicyResource): CheckedResource<unknown> {
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

/** Resources refer to each other: each is converted once, and its references only when a rule follows them. */
function stackResources(resources: readonly PolicyResource[]): readonly StackResource<unknown>[] {
  const converted = new Map<PolicyResource, StackResource<unknown>>();
  const convert = (resource: PolicyResource): StackResource<unknown> => {
    const known = converted.get(resource);
    if (known !== undefined) return known;
    const whole: StackResource<unknown> = {
      ...checkedResource(resource),
      get parent() {
        return resource.parent === undefined ? undefined : convert(resource.parent);
      },
      get dependencies() {
        return resource.dependencies.map(convert);
      },
      get propertyDependencies() {
        return Object.fromEntries(
          Object.entries(resource.propertyDependencies).map(([property, from]) => [
            property,
            from.map(convert),
          ]),
        );
      },
    };
    converted.set(resource, whole);
    return whole;
  };
  // Sorted, because a program declares them in any order and messages name several.
  return resources.toSorted((a, b) => (a.urn < b.urn ? -1 : 1)).map(convert);
}
