import { isDeepStrictEqual } from "node:util";
import type { RegisteredResource } from "@batchline/pulumi-engine";
import type { Registrations } from "./registrations.ts";

/** A step as `pulumi up` prints it: `update JobQueue legacy`. */
export type Step = `${"create" | "update" | "replace" | "delete"} ${string}`;

/**
 * The steps of a deployment of `after` over what `before` made, in the order in which Pulumi's engine takes them: as the
 * program registers, resources are made, updated, or made anew beside the old one; then what is no longer wanted is
 * deleted, dependents first, by the dependencies of `before`. `isReplaced` answers for the provider.
 */
export function secondDeployment(
  before: Registrations,
  after: Registrations,
  isReplaced: (before: RegisteredResource, after: RegisteredResource) => boolean,
): Step[] {
  const old = new Map(custom(before).map((resource) => [resource.urn, resource]));
  const replaced = new Set<string>();
  const steps = custom(after).flatMap((resource): Step[] => {
    const known = old.get(resource.urn);
    if (known === undefined) return [`create ${title(resource)}`];
    // An output of what is replaced is unknown to the provider, so it counts as another value.
    const fresh = Object.entries(resource.propertyDependencies).some(([, urns]) =>
      urns.some((urn) => replaced.has(urn)),
    );
    if (!fresh && isDeepStrictEqual(known.inputs, resource.inputs)) return [];
    if (!isReplaced(known, resource)) return [`update ${title(resource)}`];
    replaced.add(resource.urn);
    return [`replace ${title(resource)}`];
  });
  const kept = new Set(custom(after).map(({ urn }) => urn));
  const gone = custom(before).filter(({ urn }) => replaced.has(urn) || !kept.has(urn));
  return [...steps, ...dependentsFirst(gone).map((resource): Step => `delete ${title(resource)}`)];
}

function custom({ run }: Registrations): RegisteredResource[] {
  return run.resources.filter(({ kind }) => kind === "custom");
}

function dependentsFirst(resources: readonly RegisteredResource[]): RegisteredResource[] {
  const left = [...resources];
  const ordered: RegisteredResource[] = [];
  while (left.length > 0) {
    const next = left.findIndex(({ urn }) => !left.some(({ dependencies }) => dependencies.includes(urn)));
    if (next < 0) throw new Error("the resources depend on each other in a circle");
    ordered.push(...left.splice(next, 1));
  }
  return ordered;
}

function title({ type, name }: RegisteredResource): string {
  return `${type.slice(type.lastIndexOf(":") + 1)} ${name}`;
}
