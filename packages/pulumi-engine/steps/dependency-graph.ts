import { needsOf, type StateResource } from "../state/state-resource.ts";

/** What the resources of a state need. Each follows what it needs. */
export class DependencyGraph {
  readonly #resources: readonly StateResource[];
  readonly #index: ReadonlyMap<StateResource, number>;

  constructor(resources: readonly StateResource[]) {
    this.#resources = resources;
    this.#index = new Map(resources.map((resource, index) => [resource, index]));
  }

  has(resource: StateResource): boolean {
    return this.#index.has(resource);
  }

  /** All that need the resource, also through others, each after what it needs. Children do not count. */
  dependentsOf(resource: StateResource, ignored: (urn: string) => boolean): StateResource[] {
    const affected = new Set([resource.urn]);
    const dependents: StateResource[] = [];
    for (const candidate of this.#after(resource)) {
      if (ignored(candidate.urn)) continue;
      if (![...needsOf(candidate).others].some((urn) => affected.has(urn))) continue;
      affected.add(candidate.urn);
      dependents.push(candidate);
    }
    return dependents;
  }

  /** What the resource itself needs: its parent too, and the children of a component that it needs. */
  needsOf(resource: StateResource): Set<StateResource> {
    const { parent, others } = needsOf(resource);
    const before = this.#resources.slice(0, this.#index.get(resource));
    const inside = new Set<string>();
    const needed = new Set<StateResource>();
    for (const candidate of before) {
      const isNeeded = others.has(candidate.urn);
      const isInside = candidate.parent !== undefined && inside.has(candidate.parent);
      if (isInside || (isNeeded && candidate.kind !== "custom")) inside.add(candidate.urn);
      if (isNeeded || isInside || candidate.urn === parent) needed.add(candidate);
    }
    return needed;
  }

  /** `resources`, and what they need, also through others. */
  withNeeds(resources: Iterable<StateResource>): Set<StateResource> {
    const all = new Set<StateResource>();
    const add = (resource: StateResource) => {
      if (all.has(resource)) return;
      all.add(resource);
      for (const needed of this.needsOf(resource)) add(needed);
    };
    for (const resource of resources) add(resource);
    return all;
  }

  /** Groups `resources` so that none is needed by one of a later group: they can be deleted group by group. */
  deletionOrder(resources: Iterable<StateResource>): StateResource[][] {
    const left = new Set(resources);
    const needs = new Map([...left].map((resource) => [resource, this.needsOf(resource)]));
    const groups: StateResource[][] = [];
    while (left.size > 0) {
      const group = [...left].filter((resource) => !isAny(needs.get(resource) ?? [], left));
      for (const resource of group) left.delete(resource);
      groups.unshift(group);
    }
    return groups;
  }

  #after(resource: StateResource): readonly StateResource[] {
    return this.#resources.slice((this.#index.get(resource) ?? this.#resources.length) + 1);
  }
}

function isAny(resources: Iterable<StateResource>, of: ReadonlySet<StateResource>): boolean {
  return [...resources].some((resource) => of.has(resource));
}
