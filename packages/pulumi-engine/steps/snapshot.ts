import { urnOfProvider } from "../registrations/registration.ts";
import { childUrn, parseUrn } from "../registrations/urn.ts";
import type { StateResource } from "../state/state-resource.ts";

/**
 * A stack's resources during a deployment: the new ones, then what is left of the former state. The former ones are
 * asked for as they were, so that their identity and order stay.
 */
export class Snapshot {
  readonly former: readonly StateResource[];
  /** A former resource → what became of it. Undefined: it is gone. */
  readonly #changed = new Map<StateResource, StateResource | undefined>();
  readonly #current = new Map<string, StateResource>();
  readonly #renamed: ReadonlyMap<string, string>;

  /** `renamed`: URN in the former state → URN now. Read at each call of `resources`. */
  constructor(former: readonly StateResource[], renamed: ReadonlyMap<string, string>) {
    this.former = former;
    this.#renamed = renamed;
  }

  /** In an order in which each follows what it needs. */
  get resources(): readonly StateResource[] {
    const former = this.former.flatMap((resource) => this.now(resource) ?? []);
    return [...this.#current.values(), ...this.#withNewUrns(former)];
  }

  /** The former resource as it is now. Undefined: it is gone. */
  now(former: StateResource): StateResource | undefined {
    return this.#changed.has(former) ? this.#changed.get(former) : former;
  }

  current(urn: string): StateResource | undefined {
    return this.#current.get(urn);
  }

  put(resource: StateResource): void {
    this.#current.set(resource.urn, resource);
  }

  /** Removes a former resource. */
  remove(former: StateResource): void {
    this.#changed.set(former, undefined);
  }

  mark(former: StateResource, mark: Partial<StateResource>): void {
    this.#changed.set(former, { ...former, ...mark });
  }

  /** What stays of the former state names resources by their new URNs. A child of a renamed parent is renamed too. */
  #withNewUrns(former: readonly StateResource[]): readonly StateResource[] {
    if (this.#renamed.size === 0) return former;
    const renamed = new Map(this.#renamed);
    for (const { urn, parent, type } of former) {
      const around = parent === undefined ? undefined : renamed.get(parent);
      if (around !== undefined) renamed.set(urn, childUrn(around, type, parseUrn(urn)?.name ?? ""));
    }
    return former.map((resource) => withNewUrns(resource, (urn) => renamed.get(urn) ?? urn));
  }
}

function withNewUrns(resource: StateResource, now: (urn: string) => string): StateResource {
  const { urn, parent, provider, dependencies, propertyDependencies, options } = resource;
  const providerUrn = provider === undefined ? "" : urnOfProvider(provider);
  const { deletedWith, replaceWith } = options;
  return {
    ...resource,
    urn: now(urn),
    ...(parent === undefined ? {} : { parent: now(parent) }),
    ...(provider === undefined ? {} : { provider: now(providerUrn) + provider.slice(providerUrn.length) }),
    dependencies: dependencies.map(now),
    propertyDependencies: Object.fromEntries(
      Object.entries(propertyDependencies).map(([name, urns]) => [name, urns.map(now)]),
    ),
    options: {
      ...options,
      ...(deletedWith === undefined ? {} : { deletedWith: now(deletedWith) }),
      ...(replaceWith === undefined ? {} : { replaceWith: replaceWith.map(now) }),
    },
  };
}
