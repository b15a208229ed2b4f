import type { PropertyMap } from "../protocol/property.ts";
import type { ExistingResource } from "../registrations/provider.ts";
import { type RegisteredResource, type Registration, urnOfProvider } from "../registrations/registration.ts";

/** A resource of a stack's state. Its inputs are checked ones. Compared by identity. */
export interface StateResource extends RegisteredResource {
  /** Paths of secret outputs. */
  readonly secretOutputs: readonly string[];
  /** The program only reads it: the stack does not own it. */
  readonly external?: boolean;
  /** It has been replaced, and must be deleted. */
  readonly pendingDelete?: boolean;
  /** It has been deleted, and must be created again. */
  readonly pendingReplacement?: boolean;
  /** `pulumi state taint` has marked it: the next deployment replaces it. */
  readonly tainted?: boolean;
}

/** A resource that a provider has created. */
export function existing(resource: StateResource): ExistingResource {
  return { ...resource, id: resource.id ?? "" };
}

/** What a resource needs: parents first, then what its inputs and options name. */
export interface Needs {
  readonly parent: string | undefined;
  /** URNs, without the parent. */
  readonly others: ReadonlySet<string>;
}

export function needsOf(resource: RegisteredResource): Needs {
  const { options, propertyDependencies, dependencies, provider, parent } = resource;
  const others = new Set([...dependencies, ...Object.values(propertyDependencies).flat()]);
  if (provider !== undefined) others.add(urnOfProvider(provider));
  for (const urn of [options.deletedWith, ...(options.replaceWith ?? [])])
    if (urn !== undefined) others.add(urn);
  return { parent, others };
}

/** A provider resource, `pulumi:providers:aws` for example, which the engine itself manages. */
export function isProvider({ type }: { readonly type: string }): boolean {
  return type.startsWith("pulumi:providers:");
}

/** Paths of secret outputs: an output is secret if the input of its name is, or if the program says so. */
export function secretsOf({ secretInputs, options }: Registration, outputs: PropertyMap): readonly string[] {
  const named = (options.additionalSecretOutputs ?? []).filter((name) => name in outputs);
  return [...secretInputs, ...named];
}
