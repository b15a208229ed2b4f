import { randomBytes } from "node:crypto";
import type { Autonaming } from "../naming/autonaming.ts";
import { seedOf } from "../naming/autonaming.ts";
import type { PropertyMap } from "../protocol/property.ts";
import type { CheckContext, Difference, Provider } from "../registrations/provider.ts";
import type { Registration } from "../registrations/registration.ts";
import { isProvider, type StateResource, secretsOf } from "../state/state-resource.ts";
import { withAssetHashes } from "./asset-hashes.ts";
import { providerInputs } from "./default-providers.ts";
import { Differences } from "./differences.ts";
import { ignoreChanges } from "./ignore-changes.ts";
import type { Progress } from "./progress.ts";
import { ProtectedError } from "./refusals.ts";

/** What is to be done for one registration. */
export interface Planned {
  readonly action: "same" | "create" | "update" | "replace";
  /** With checked inputs. */
  readonly next: Registration;
  /** Absent for a new resource. */
  readonly old?: StateResource;
  readonly difference: Difference;
  /** Deleted before the new resource is created, in this order; `old` may be the last one. */
  readonly deleteFirst: readonly StateResource[];
  /** The program names an existing resource, which enters the state before anything else happens. */
  readonly imported?: { readonly resource: StateResource; readonly replaces?: StateResource };
}

export interface PlannerOptions {
  /** Absent: a preview of a new stack. */
  readonly provider: Provider | undefined;
  readonly preview: boolean;
  /** Where relative paths of assets start. */
  readonly root: string;
  readonly autonaming: Autonaming;
  /** Called with the checked resource. The result replaces its inputs; undefined keeps them. */
  readonly review: (resource: Registration) => Promise<PropertyMap | undefined>;
  /** A preview goes on after it. */
  readonly refuse: (error: ProtectedError) => void;
}

const unchanged: Difference = { changed: [], replaces: [] };

/**
 * Decides what to do for a registration, by the rules of Pulumi's engine:
 * https://github.com/pulumi/pulumi/blob/master/pkg/resource/deploy/step_generator.go
 */
export class Planner {
  readonly #options: PlannerOptions;
  readonly #progress: Progress;
  readonly #differences: Differences;

  constructor(progress: Progress, options: PlannerOptions) {
    this.#options = options;
    this.#progress = progress;
    this.#differences = new Differences(options.provider, progress);
  }

  /** One call at a time: a decision counts for the next one. `given` has its provider as the state will have it. */
  async plan(given: Registration): Promise<Planned> {
    const former = this.#progress.aliases.find(given);
    const isDeleted =
      former !== undefined && (former.pendingReplacement === true || this.#progress.deletedFirst.has(former));
    const imported = await this.#import(given, former, isDeleted);
    const old = imported?.resource ?? former;
    const { context, deleteBeforeReplace } = this.#naming(given, former);
    const hashed = await this.#withHashes(given);
    const continues = old !== undefined && !isDeleted && old.external !== true && old.tainted !== true;
    const { ignoreChanges: ignored = [] } = given.options;
    const next = continues
      ? await this.#check(
          { ...hashed, inputs: ignoreChanges(hashed.inputs, old.inputs, ignored) },
          { ...context, old: old.inputs },
        )
      : await this.#check(hashed, context);
    const base = { next, deleteFirst: [], ...(imported && { imported }) };
    if (old === undefined) return this.#decide({ ...base, action: "create", difference: unchanged });
    if (isDeleted) {
      this.#progress.deleted.delete(old.urn);
      const replaces = this.#progress.deletedFirst.get(old) ?? [];
      return this.#decide({ ...base, action: "replace", old, difference: { changed: replaces, replaces } });
    }
    if (old.external === true)
      return this.#decide({ ...base, action: "replace", old, difference: unchanged });

    const difference = await this.#differences.between(old, next);
    if (difference.replaces.length > 0) {
      const asNew = await this.#check(hashed, context);
      this.#mayBeReplaced(old, asNew);
      const deletesFirst =
        deleteBeforeReplace || (next.options.deleteBeforeReplace ?? difference.deleteBeforeReplace === true);
      const deleteFirst = deletesFirst ? await this.#deleteFirst(old, asNew.urn) : [];
      return this.#decide({ ...base, action: "replace", next: asNew, old, difference, deleteFirst });
    }
    const action = difference.changed.length > 0 ? "update" : "same";
    return this.#decide({ ...base, action, old, difference });
  }

  #decide(planned: Planned): Planned {
    this.#progress.treat(planned.next.urn, planned.action);
    return planned;
  }

  /** A preview of a new stack compares nothing, and its assets need not exist. */
  async #withHashes(given: Registration): Promise<Registration> {
    const { provider, root } = this.#options;
    return provider === undefined ? given : { ...given, inputs: await withAssetHashes(given.inputs, root) };
  }

  #naming(given: Registration, former: StateResource | undefined) {
    const ids = this.#progress.idsOf(given.urn, former);
    // A former resource of the URN may still exist, retained or under another URN. So its name must not come again.
    const isRandom = ids.length === 0 && !this.#progress.isNewStack;
    const seed = isRandom ? randomBytes(32) : seedOf(given.urn, ids);
    const proposed =
      given.kind === "custom" && !isProvider(given) ? this.#options.autonaming(given, seed) : undefined;
    const context: CheckContext = proposed === undefined ? { seed } : { seed, autoname: proposed.autoname };
    return { context, deleteBeforeReplace: proposed?.deleteBeforeReplace === true };
  }

  async #check(resource: Registration, context: CheckContext): Promise<Registration> {
    const isChecked = resource.kind === "custom" && !isProvider(resource);
    const { provider } = this.#options;
    const checked = isChecked ? await provider?.check?.(resource, context) : undefined;
    const { inputs = resource.inputs, failures = [] } = checked ?? {};
    if (failures.length > 0)
      throw new Error(
        failures
          .map(({ property, reason }) => (property === "" ? reason : `${property}: ${reason}`))
          .join("; "),
      );
    const reviewed = { ...resource, inputs: (await this.#options.review({ ...resource, inputs })) ?? inputs };
    return isProvider(resource) ? { ...reviewed, inputs: providerInputs(reviewed) } : reviewed;
  }

  /** Reads the resource that the program imports, unless the state has it. */
  async #import(
    given: Registration,
    former: StateResource | undefined,
    isDeleted: boolean,
  ): Promise<Planned["imported"]> {
    const { importId } = given.options;
    const { provider } = this.#options;
    if (importId === undefined || given.kind !== "custom" || provider === undefined) return undefined;
    const known = former?.options.importId ?? former?.id;
    if (former !== undefined && former.external !== true && known === importId) return undefined;
    const read = await provider.read?.({ ...given, readId: importId, inputs: {} });
    if (read === undefined) throw new Error(`resource '${importId}' does not exist`);
    if (read.inputs === undefined) throw new Error("its provider does not support importing resources");
    const { id, inputs, outputs } = read;
    const resource = { ...given, id, inputs, outputs, secretOutputs: secretsOf(given, outputs) };
    return former === undefined || isDeleted ? { resource } : { resource, replaces: former };
  }

  #mayBeReplaced(old: StateResource, next: Registration): void {
    if (next.options.protect === true && old.options.protect === true)
      this.#refuse(ProtectedError.replacement(next.urn));
    if (next.options.importId !== undefined && !this.#options.preview)
      throw new Error(
        "previously-imported resources that still specify an ID may not be replaced; " +
          "please remove the `import` declaration from your program",
      );
  }

  #refuse(error: ProtectedError): void {
    if (!this.#options.preview) throw error;
    this.#options.refuse(error);
  }

  /** The resource, after those that its replacement also replaces. Marks them as deleted. */
  async #deleteFirst(old: StateResource, urn: string): Promise<StateResource[]> {
    const { graph, deletedFirst, deleted } = this.#progress;
    const replaced = new Map<StateResource, readonly string[]>();
    const urns = new Set([old.urn]);
    // What a preview imports is not in the state.
    const dependents = graph.has(old) ? graph.dependentsOf(old, (of) => this.#progress.isDecided(of)) : [];
    for (const dependent of dependents) {
      const replaces = await this.#differences.causedBy(dependent, urns);
      if (replaces === undefined) continue;
      replaced.set(dependent, replaces);
      urns.add(dependent.urn);
    }
    for (const resource of this.#tiedTo(urn)) if (!replaced.has(resource)) replaced.set(resource, []);
    const order: StateResource[] = [];
    for (const [resource, replaces] of [...replaced].reverse()) {
      if (deletedFirst.has(resource) || resource.pendingReplacement === true) continue;
      if (resource.options.protect === true) this.#refuse(ProtectedError.replacement(resource.urn, urn));
      deletedFirst.set(resource, replaces);
      deleted.add(resource.urn);
      order.push(resource);
    }
    deleted.add(old.urn);
    return [...order, old];
  }

  /** Resources of the state that `replaceWith` or `deletedWith` ties to the URN. */
  #tiedTo(urn: string): readonly StateResource[] {
    return this.#progress.snapshot.former.filter(
      (resource) =>
        (resource.options.replaceWith?.includes(urn) === true || resource.options.deletedWith === urn) &&
        resource.pendingDelete !== true &&
        !this.#progress.isDecided(resource.urn),
    );
  }
}
