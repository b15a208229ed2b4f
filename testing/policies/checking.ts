import type { PolicyResourceOptions } from "@pulumi/policy";
import { unknownCheckingProxy, unknownStringValue } from "@pulumi/policy/proxy.js";
import type { ResourceType } from "../../policies/kit/resource-types.ts";
import type { ResourceRule, Rule, StackResource, StackRule } from "../../policies/kit/rule.ts";
import { applyPatch } from "../../policies/pack/apply-patch.ts";
import { knownProperties } from "../../policies/pack/known-properties.ts";
import { checkResource, checkStack, remediateResource } from "../../policies/pack/run-rule.ts";
import { defaultOptions } from "./validation-args.ts";

/** A value that is known only after deployment. */
export const unknown = unknownStringValue as never;

export interface Given<Props> {
  readonly type: ResourceType<Props>;
  readonly props: Props;
  /** @default "thing" */
  readonly name?: string;
  /** Properties of the explicit provider. */
  readonly provider?: Readonly<Record<string, unknown>>;
  readonly options?: Partial<PolicyResourceOptions>;
}

/** What a rule found: paths of violations, and what it could not check. */
export interface Found {
  readonly violations: readonly string[];
  readonly unchecked: readonly string[];
}

/** Checks one resource of the project `shop`'s stack `dev`. `config`: only what differs from the defaults. */
export function check<Props extends object>(rule: ResourceRule, given: Given<Props>, config = {}): Found {
  const { violations, unchecked } = checkResource(rule, resourceOf(given), config);
  return { violations: violations.map(({ path }) => path), unchecked: unchecked.what };
}

/** The whole messages of violations, of a resource or a stack. Compare them in messages.test.ts only. */
export function messages(rule: Rule, given: Given<object> | readonly GivenInStack[], config = {}): string[] {
  const { violations } =
    rule.kind === "stack"
      ? checkStack(rule, stackOf(given as readonly GivenInStack[]), config)
      : checkResource(rule, resourceOf(given as Given<object>), config);
  return violations.map(({ path, problem }) => `${path} ${problem}`);
}

/** The resource's inputs after the rule's remediations. */
export function remediate<Props extends object>(rule: ResourceRule, given: Given<Props>, config = {}): Props {
  const props = structuredClone(given.props);
  const { patches } = remediateResource(rule, resourceOf({ ...given, props }), config);
  for (const patch of patches) applyPatch(patch, props as Record<string, unknown>);
  return props;
}

/** A resource of a stack, with the names of the resources that its properties come from. */
export interface GivenInStack extends Given<object> {
  readonly name: string;
  readonly from?: Readonly<Record<string, readonly string[]>>;
}

/** Checks a stack of these resources. A resource's violation is `<name>: <path>`. */
export function checkAll(rule: StackRule, given: readonly GivenInStack[], config = {}): Found {
  const resources = stackOf(given);
  const { violations, unchecked } = checkStack(rule, resources, config);
  const nameOf = (urn: string) => resources.find((resource) => resource.urn === urn)?.name;
  return {
    violations: violations.map(({ path, at }) => (at === undefined ? path : `${nameOf(at)}: ${path}`)),
    unchecked: unchecked.what,
  };
}

function stackOf(given: readonly GivenInStack[]): StackResource<unknown>[] {
  const resources: StackResource<unknown>[] = given.map((one) => {
    const propertyDependencies = () =>
      Object.fromEntries(
        Object.entries(one.from ?? {}).map(([property, names]) => [
          property,
          resources.filter(({ name }) => names.includes(name)),
        ]),
      );
    return {
      ...resourceOf(one),
      get propertyDependencies() {
        return propertyDependencies();
      },
      get dependencies() {
        return [...new Set(Object.values(propertyDependencies()).flat())];
      },
    };
  });
  return resources;
}

function resourceOf({ type, name = "thing", props, provider, options }: Given<object>) {
  return {
    type: type.token,
    name,
    urn: `urn:pulumi:dev::shop::${type.token}::${name}`,
    props: knownProperties(unknownCheckingProxy(props)),
    options: { ...defaultOptions, ...options },
    ...(provider && { provider: { props: provider } }),
  };
}
