import { type RegisteredResource, unknown } from "@batchline/pulumi-engine";
import { providerOf } from "@batchline/pulumi-engine/testing";
import { unknownCheckingProxy, unknownStringValue } from "@pulumi/policy/proxy.js";
import fc from "fast-check";
import type { Rule, StackResource } from "../../policies/kit/rule.ts";
import { knownProperties } from "../../policies/pack/known-properties.ts";
import { type CheckResult, checkResource, checkStack } from "../../policies/pack/run-rule.ts";
import { defaultOptions } from "./validation-args.ts";

/** A replacement of one value somewhere in a resource's properties. `undefined` removes it. */
interface Change {
  readonly resource: number;
  readonly place: number;
  readonly value: unknown;
}

/** Changes to a few dozen values anywhere in a stack. */
export const changes: fc.Arbitrary<readonly Change[]> = fc.array(
  fc.record({
    resource: fc.nat(),
    place: fc.nat(),
    value: fc.constantFrom(
      undefined,
      true,
      false,
      0,
      9_999,
      "",
      "*",
      "BEST_FIT",
      "SPOT",
      "multinode",
      "{}",
      [],
    ),
  }),
  { minLength: 5, maxLength: 60 },
);

/** A stack with changes, as rules see it after a deployment, and with its unknown values at preview. */
export function bothViews(
  deployed: readonly RegisteredResource[],
  preview: readonly RegisteredResource[],
  changes: readonly Change[],
): {
  readonly asDeployed: readonly StackResource<unknown>[];
  readonly asPreviewed: readonly StackResource<unknown>[];
} {
  const before = new Map(preview.map((resource) => [resource.urn, resource]));
  const whole = deployed
    .filter(({ kind }) => kind === "custom")
    .map((resource, index, { length }) => ({
      ...resource,
      outputs: changed(
        resource.outputs,
        changes.filter((one) => one.resource % length === index),
      ),
    }));
  const partial = whole.map((resource) => ({
    ...resource,
    outputs: withUnknowns(resource.outputs, before.get(resource.urn)?.outputs),
  }));
  return { asDeployed: viewed(whole), asPreviewed: viewed(partial) };
}

/** Results by resource; a stack rule has one result. */
export function verdicts(
  rule: Rule,
  checked: readonly StackResource<unknown>[],
  config: unknown = {},
): Map<string, CheckResult> {
  if (rule.kind === "stack") return new Map([["the stack", checkStack(rule, checked, config)]]);
  return new Map(checked.map((resource) => [resource.urn, checkResource(rule, resource, config)]));
}

/** As @pulumi/policy passes them. */
function viewed(resources: readonly RegisteredResource[]): readonly StackResource<unknown>[] {
  const byUrn = new Map<string, StackResource<unknown>>();
  const of = (urns: readonly string[]) => urns.flatMap((urn) => byUrn.get(urn) ?? []);
  const registered = new Map(resources.map((resource) => [resource.urn, resource]));
  for (const resource of resources) {
    const { urn, type, name, outputs, propertyDependencies, dependencies, options } = resource;
    const provider = providerOf(resource, registered);
    byUrn.set(urn, {
      urn,
      type,
      name,
      props: knownProperties(unknownCheckingProxy(outputs)),
      options: { ...defaultOptions, protect: options.protect ?? false },
      ...(provider && { provider: { props: provider.inputs } }),
      get dependencies() {
        return of(dependencies);
      },
      get propertyDependencies() {
        return Object.fromEntries(
          Object.entries(propertyDependencies).map(([property, urns]) => [property, of(urns)]),
        );
      },
    });
  }
  return [...byUrn.values()];
}

function changed<T>(properties: T, changes: readonly Change[]): T {
  const copy = structuredClone(properties);
  for (const { place, value } of changes) {
    const places = holders(copy);
    const at = places[place % places.length];
    if (at === undefined) continue;
    if (value === undefined) Reflect.deleteProperty(at.holder, at.key);
    else Reflect.set(at.holder, at.key, value);
  }
  return copy;
}

/** Every map in the properties with each of its keys. */
function holders(value: unknown): { readonly holder: object; readonly key: string }[] {
  if (typeof value !== "object" || value === null) return [];
  const inside = Object.values(value).flatMap(holders);
  return Array.isArray(value)
    ? inside
    : [...Object.keys(value).map((key) => ({ holder: value, key })), ...inside];
}

/** `known` with the unknown values of the preview. A value that the preview lacks is unknown as a whole. */
function withUnknowns<T>(known: T, preview: unknown): T {
  const blank = unknownStringValue as T;
  if (preview === unknown || preview === undefined) return blank;
  if (typeof known !== "object" || known === null) return known;
  if (typeof preview !== "object" || preview === null) return known;
  if (Array.isArray(known)) {
    const list = Array.isArray(preview) ? preview : [];
    return known.map((item, index) => (index < list.length ? withUnknowns(item, list[index]) : item)) as T;
  }
  return Object.fromEntries(
    Object.entries(known).map(([key, value]) => [
      key,
      key in preview ? withUnknowns(value, (preview as Record<string, unknown>)[key]) : unknownStringValue,
    ]),
  ) as T;
}
