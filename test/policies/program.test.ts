import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { unknownCheckingProxy, unknownStringValue } from "@pulumi/policy/proxy.js";
import { expect } from "chai";
import fc from "fast-check";
import { deployProgram } from "../../local/deploy/deploy-program.ts";
import { paperServices } from "../../local/deploy/paper-services.ts";
import { unknown } from "../../local/engine/property.ts";
import { providerOf } from "../../local/engine/provider-reference.ts";
import type { RegisteredResource } from "../../local/engine/registration.ts";
import { runProgram } from "../../local/engine/run-program.ts";
import { type Judgement, judgeResource, judgeStack } from "../../policies/judge.ts";
import { knownProperties } from "../../policies/known-properties.ts";
import { readPolicyConfig } from "../../policies/policy-config.ts";
import type { Rule, StackResource } from "../../policies/rule.ts";
import { rules } from "../../policies/rules.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** What to put in place of one value somewhere in a resource's properties; `undefined` takes it out. */
interface Change {
  readonly resource: number;
  readonly place: number;
  readonly value: unknown;
}

describe("the policy pack on this program", () => {
  let deployed: readonly RegisteredResource[];
  let preview: ReadonlyMap<string, RegisteredResource>;

  before(async () => {
    const of = { root, stack: "prod" };
    const [made, { resources }] = await Promise.all([
      deployProgram(paperServices("eu-central-1"), of),
      runProgram({ ...of, mode: "preview" }),
    ]);
    preview = new Map(resources.map((resource) => [resource.urn, resource]));
    // Without what other packages make of their components: the program does not declare it.
    deployed = made.resources.filter(({ urn, kind }) => kind === "custom" && preview.has(urn));
  });

  it("finds no violation in prod", () => {
    const config = readFileSync(`${root}policies/policy-config.prod.json`, "utf8");
    const { settings } = readPolicyConfig(config, rules);
    for (const rule of rules)
      for (const [subject, { violations }] of verdicts(
        rule,
        viewed(deployed),
        settings[rule.name]?.properties,
      ))
        expect(violations, `${rule.name} of ${subject}`).to.deep.equal([]);
  });

  it("finds nothing at preview that it would not find of the values as deployed, and tells of what it might have missed", () => {
    const wrong = [undefined, true, false, 0, 9_999, "", "*", "BEST_FIT", "SPOT", "multinode", "{}", []];
    const change: fc.Arbitrary<Change> = fc.record({
      resource: fc.nat(),
      place: fc.nat(),
      value: fc.constantFrom(...wrong),
    });
    fc.assert(
      fc.property(fc.array(change, { minLength: 5, maxLength: 60 }), (changes) => {
        const whole = deployed.map((resource, index) => ({
          ...resource,
          outputs: changed(
            resource.outputs,
            changes.filter((one) => one.resource % deployed.length === index),
          ),
        }));
        const partial = whole.map((resource) => ({
          ...resource,
          outputs: withUnknowns(resource.outputs, preview.get(resource.urn)?.outputs),
        }));
        const [asDeployed, asPreviewed] = [viewed(whole), viewed(partial)];
        for (const rule of rules) {
          const known = verdicts(rule, asDeployed);
          for (const [subject, seen] of verdicts(rule, asPreviewed)) {
            const { violations = [], unjudged } = known.get(subject) ?? {};
            const all = violations.length;
            const where = `${rule.name} of ${subject}`;
            // A rule that fails at a value of a wrong type judges nothing.
            if (all === 0 && unjudged?.what.length === 0) expect(seen.violations, where).to.deep.equal([]);
            if (seen.violations.length < all) expect(seen.unjudged.what, where).not.to.deep.equal([]);
          }
        }
      }),
      { numRuns: 10 },
    );
  });
});

/** By resource; a stack rule has one verdict. */
function verdicts(
  rule: Rule,
  judged: readonly StackResource<unknown>[],
  config: unknown = {},
): Map<string, Judgement> {
  if (rule.kind === "stack") return new Map([["the stack", judgeStack(rule, judged, config)]]);
  return new Map(judged.map((resource) => [resource.urn, judgeResource(rule, resource, config)]));
}

/** As @pulumi/policy hands them over. */
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
      options: {
        protect: options.protect ?? false,
        ignoreChanges: [],
        aliases: [],
        customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
        additionalSecretOutputs: [],
      },
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

/** `known` with unknown values where the preview has them; what the preview does not have is unknown as a whole. */
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
