import { existing, type StateResource } from "../state/state-resource.ts";
import { Aliases } from "./aliases.ts";
import { DependencyGraph } from "./dependency-graph.ts";
import { Snapshot } from "./snapshot.ts";

type Treatment = "same" | "create" | "update" | "replace" | "read";

/** What a deployment has decided so far. */
export class Progress {
  readonly aliases: Aliases;
  readonly snapshot: Snapshot;
  readonly graph: DependencyGraph;
  /** URNs of deleted resources. What is deleted with them needs no deletion of its own. */
  readonly deleted = new Set<string>();
  /** Resources that were deleted because another one is replaced, and the paths that made it necessary. */
  readonly deletedFirst = new Map<StateResource, readonly string[]>();
  readonly #formerByUrn: ReadonlyMap<string, StateResource>;
  readonly #treated = new Map<string, Treatment>();

  constructor(former: readonly StateResource[]) {
    this.#formerByUrn = new Map(
      former
        .filter(({ pendingDelete }) => pendingDelete !== true)
        .map((resource) => [resource.urn, resource]),
    );
    this.aliases = new Aliases(this.#formerByUrn);
    this.snapshot = new Snapshot(former, this.aliases.renamed);
    this.graph = new DependencyGraph(former);
  }

  /** The first deployment. */
  get isNewStack(): boolean {
    return this.snapshot.former.length === 0;
  }

  /** By its URN in the state; not one that only waits for its deletion. */
  former(urn: string): StateResource | undefined {
    return this.#formerByUrn.get(urn);
  }

  treat(urn: string, treatment: Treatment): void {
    this.#treated.set(urn, treatment);
  }

  isReplaced(urn: string): boolean {
    return this.#treated.get(urn) === "replace";
  }

  /** A resource that a preview would create: nothing can be read that needs it. */
  isNew(urn: string): boolean {
    return this.#treated.get(urn) === "create" || this.isReplaced(urn);
  }

  /** The program has registered it, or it is deleted. */
  isDecided(urn: string): boolean {
    return this.#treated.has(urn) || this.deleted.has(urn);
  }

  /** The program has not registered the former resource, by whatever URN. */
  isLeft({ urn }: StateResource): boolean {
    return !this.#treated.has(this.aliases.renamed.get(urn) ?? urn);
  }

  /** Ids of all resources of the state that have, or had, the URN. */
  idsOf(urn: string, old: StateResource | undefined): string[] {
    const sameUrn = this.snapshot.former.filter((resource) => resource.urn === urn || resource === old);
    return sameUrn.map((resource) => existing(resource).id);
  }
}
