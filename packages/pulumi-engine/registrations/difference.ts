import { changedPaths } from "../protocol/compare-properties.ts";
import { type PropertyMap, unknown } from "../protocol/property.ts";
import type { Difference, ExistingResource, Provider } from "./provider.ts";
import type { Registration } from "./registration.ts";

/** Compares by the provider's `diff`. Without one, every changed input needs a new resource. */
export async function difference(
  provider: Provider | undefined,
  resource: Registration,
  existing: ExistingResource,
): Promise<Difference> {
  if (provider?.diff !== undefined) return provider.diff(resource, existing);
  const changed = changedInputs(existing, resource);
  return { changed, replaces: changed };
}

export function changedInputs(old: Registration, resource: Registration): string[] {
  return changedPaths(visible(old.inputs), visible(resource.inputs));
}

/** The outputs that a preview expects of an update: those that it does not compute anew stay. */
export function outputsAfterUpdate(
  existing: Pick<ExistingResource, "inputs" | "outputs">,
  inputs: PropertyMap,
  { recomputes = [] }: Pick<Difference, "recomputes">,
): PropertyMap {
  const isKept = ([name]: [string, unknown]) =>
    !Object.hasOwn(existing.inputs, name) || Object.hasOwn(inputs, name);
  return {
    ...Object.fromEntries(Object.entries(existing.outputs).filter(isKept)),
    ...visible(inputs),
    ...Object.fromEntries(recomputes.map((name) => [name, unknown])),
  };
}

/** Without the fields that engine and providers keep for themselves, such as `__defaults`. They are not outputs. */
export function visible(properties: PropertyMap): PropertyMap {
  return Object.fromEntries(Object.entries(properties).filter(([name]) => !name.startsWith("__")));
}
