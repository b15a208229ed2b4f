import type { PolicyResourceOptions } from "@pulumi/policy";
import { unknownCheckingProxy, unknownStringValue } from "@pulumi/policy/proxy.js";
import type { ResourceType } from "../../policies/kit/resource-types.ts";
import type { ResourceRule, StackResource, StackRule } from "../../policies/kit/rule.ts";
import { lay } from "../../policies/pack/as-policy.ts";
import { knownProperties } from "../../policies/pack/known-properties.ts";
import { judgeResource, judgeStack, mendResource } from "../../policies/pack/run-rule.ts";

/** Stands where a value is known only after deployment. */
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

/** What a rule found: messages of violations, and paths it could not judge. */
export interface Found {
  readonly violations: readonly string[];
  readonly unjudged: readonly string[];
}

/** Judges one resource of the project `shop`'s stack `dev`. `config`: only what differs from the defaults. */
export function judge<Props extends object>(rule: ResourceRule, given: Given<Props>, config = {}): Found {
  const { violations, unjudged } = judgeResource(rule, resourceOf(given), config);
  return { violations: violations.map(({ message }) => message), unjudged: unjudged.what };
}

/** The resource's inputs once the rule has mended them; the same where there was nothing to mend. */
export function mend<Props extends object>(rule: ResourceRule, given: Given<Props>, config = {}): Props {
  const props = structuredClone(given.props);
  const { patches } = mendResource(rule, resourceOf({ ...given, props }), config);
  for (const patch of patches) lay(patch, props as Record<string, unknown>);
  return props;
}

/** A resource of a stack, with the names of what its properties come from. */
export interface GivenInStack extends Given<object> {
  readonly name: string;
  readonly from?: Readonly<Record<string, readonly string[]>>;
}

/** Judges a stack of these resources. A violation that is about a resource is told as `<name>: <message>`. */
export function judgeAll(rule: StackRule, given: readonly GivenInStack[], config = {}): Found {
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
  const { violations, unjudged } = judgeStack(rule, resources, config);
  const nameOf = (urn: string) => resources.find((resource) => resource.urn === urn)?.name;
  return {
    violations: violations.map(({ message, at }) =>
      at === undefined ? message : `${nameOf(at)}: ${message}`,
    ),
    unjudged: unjudged.what,
  };
}

function resourceOf({ type, name = "thing", props, provider, options }: Given<object>) {
  return {
    type: type.token,
    name,
    urn: `urn:pulumi:dev::shop::${type.token}::${name}`,
    props: knownProperties(unknownCheckingProxy(props)),
    options: {
      protect: false,
      ignoreChanges: [],
      aliases: [],
      customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
      additionalSecretOutputs: [],
      ...options,
    },
    ...(provider && { provider: { props: provider } }),
  };
}
