import { randomUUID } from "node:crypto";
import { must } from "@batchline/diagnostics";
import type { Difference, ProvidedResource, Provider } from "../registrations/provider.ts";
import type { HookMoment, Registration } from "../registrations/registration.ts";
import type { HookEvent } from "../registrations/resource-hook.ts";
import { sameRecord } from "../state/checkpoint-resource.ts";
import type { StackState } from "../state/state-file.ts";
import { existing, isProvider, type StateResource } from "../state/state-resource.ts";
import { deletionOf, kept, known, provided, stepOf, updated } from "./expected.ts";
import type { Hooks } from "./hooks.ts";
import type { Planned } from "./planner.ts";
import type { Progress } from "./progress.ts";
import { ProtectedError } from "./refusals.ts";
import type { Step, StepListener } from "./step.ts";

export interface PerformerOptions {
  readonly provider: Provider | undefined;
  readonly preview: boolean;
  readonly state: StackState;
  readonly onStep: StepListener;
}

/** Carries out what is planned, and saves the state after each step. In a preview it only records the plan. */
export class Performer {
  readonly #progress: Progress;
  readonly #hooks: Hooks;
  readonly #options: PerformerOptions;
  /** Deletions that have begun. */
  readonly #deletions = new Map<StateResource, Promise<void>>();
  /** URN of a component whose outputs are awaited → runs its hooks. */
  readonly #afterOutputs = new Map<string, (result: StateResource) => Promise<void>>();

  constructor(progress: Progress, hooks: Hooks, options: PerformerOptions) {
    this.#progress = progress;
    this.#hooks = hooks;
    this.#options = options;
  }

  /** Resolves to the resource as the state has it now; in a preview, as far as it is known. */
  async perform({ action, next, old, difference, deleteFirst, imported }: Planned): Promise<StateResource> {
    if (imported !== undefined) await this.#import(imported);
    if (old === undefined) return this.#create(stepOf("create", next, { next: known(next) }), next);
    switch (action) {
      case "update":
        return this.#update(next, old, difference);
      case "replace":
        return this.#replace(next, old, difference, deleteFirst);
      default:
        return this.#same(next, old, imported !== undefined);
    }
  }

  /** Deletes a resource of the former state. `isReplacing`: a new resource of the URN follows. */
  delete(former: StateResource, isReplacing: boolean): Promise<void> {
    const deletion = this.#delete(former, isReplacing);
    this.#deletions.set(former, deletion);
    return deletion;
  }

  async #delete(former: StateResource, isReplacing: boolean): Promise<void> {
    const { snapshot } = this.#progress;
    const resource = snapshot.now(former) ?? former;
    const isReplaced = isReplacing || resource.pendingDelete === true;
    const step = stepOf(deletionOf(resource, isReplaced), resource, { old: resource });
    const isThere = resource.pendingReplacement !== true;
    await this.#step(step, async () => {
      if (isThere) await this.#hooks.run("BeforeDelete", resource, { old: resource });
      if (resource.options.protect === true && !isReplaced) throw ProtectedError.deletion(resource.urn);
      if (!this.#options.preview && this.#isOwned(resource))
        await this.#options.provider?.delete?.(existing(resource));
      // A resource that is deleted for its replacement stays in the state until there is a new one.
      if (isReplacing) snapshot.mark(former, { pendingReplacement: true });
      else snapshot.remove(former);
    });
    if (isThere) await this.#hooks.run("AfterDelete", resource, { old: resource });
  }

  /** The provider has to delete it: nothing else does, and it was not deleted before. */
  #isOwned(resource: StateResource): boolean {
    const { kind, external, pendingReplacement, options } = resource;
    if (kind !== "custom" || isProvider(resource) || external === true) return false;
    if (pendingReplacement === true || options.retainOnDelete === true) return false;
    return options.deletedWith === undefined || !this.#progress.deleted.has(options.deletedWith);
  }

  async #import({ resource, replaces }: NonNullable<Planned["imported"]>): Promise<void> {
    const operation = replaces === undefined ? "import" : "import-replacement";
    const of = { old: replaces, next: resource };
    await this.#step(stepOf(operation, resource, of), async () => {
      if (replaces !== undefined) this.#progress.snapshot.mark(replaces, { pendingDelete: true });
      this.#progress.snapshot.put(resource);
    });
    if (replaces !== undefined) this.#announce(stepOf("replace", resource, of));
  }

  async #same(next: Registration, old: StateResource, isImported: boolean): Promise<StateResource> {
    const same = kept(next, old);
    this.#put(same, old);
    if (isImported || !sameRecord(old, same)) await this.save();
    if (!isImported) this.#announce(stepOf("same", next, { old, next: same }));
    return same;
  }

  async #create(step: Step, next: Registration, settle = () => {}): Promise<StateResource> {
    const resource = await this.#step(step, async () => {
      await this.#hooks.run("BeforeCreate", next, { next });
      const created = this.#options.preview ? undefined : await this.#provide(next);
      const resource = provided(next, created);
      settle();
      this.#progress.snapshot.put(resource);
      return resource;
    });
    await this.#after("AfterCreate", resource, { next });
    return resource;
  }

  async #provide(next: Registration): Promise<ProvidedResource | undefined> {
    if (next.kind !== "custom") return undefined;
    return isProvider(next) ? { id: randomUUID(), outputs: {} } : this.#options.provider?.create(next);
  }

  async #update(next: Registration, old: StateResource, difference: Difference): Promise<StateResource> {
    const { preview, provider } = this.#options;
    const expected = updated(next, old, difference);
    const step = stepOf("update", next, { old, next: expected }, difference);
    const changed = await this.#step(step, async () => {
      await this.#hooks.run("BeforeUpdate", next, { old, next });
      const isManaged = next.kind === "custom" && !isProvider(next);
      let resource = expected;
      if (isManaged && !preview) {
        if (provider?.update === undefined) throw new Error("its provider cannot change a resource in place");
        resource = provided(next, await provider.update(next, existing(old)));
      }
      this.#put(resource, old);
      return resource;
    });
    await this.#after("AfterUpdate", changed, { old, next });
    return changed;
  }

  /** What a hook that fails now belongs to stays done. The hooks of a component run when it has its outputs. */
  async #after(moment: HookMoment, resource: StateResource, event: HookEvent): Promise<void> {
    const run = (result: StateResource) => this.#hooks.run(moment, resource, { ...event, result });
    if (resource.kind === "custom") await run(resource);
    else this.#afterOutputs.set(resource.urn, run);
  }

  /** Runs the hooks of a component that was created or changed. */
  async afterOutputs(component: StateResource): Promise<void> {
    await this.#afterOutputs.get(component.urn)?.(component);
  }

  async #replace(
    next: Registration,
    old: StateResource,
    difference: Difference,
    deleteFirst: readonly StateResource[],
  ): Promise<StateResource> {
    const { snapshot, deletedFirst } = this.#progress;
    const of = { old, next: known(next) };
    const replacement = stepOf("replace", next, of, difference);
    for (const resource of deleteFirst) await this.delete(resource, true);
    const isDeleted = deleteFirst.length > 0 || deletedFirst.has(old) || old.pendingReplacement === true;
    if (isDeleted) {
      await this.#deletions.get(old);
      this.#announce(replacement);
    }
    const creation = stepOf("create-replacement", next, of, difference);
    const resource = await this.#create(creation, next, () => {
      if (isDeleted) snapshot.remove(old);
      else snapshot.mark(old, { pendingDelete: true });
    });
    if (!isDeleted) this.#announce(replacement);
    return resource;
  }

  /**
   * Reads a resource for the program, which does not own it. One that it owned is deleted later.
   * @param isUnknown Nothing can be read yet.
   */
  async read(
    wanted: Registration,
    old: StateResource | undefined,
    isUnknown: boolean,
  ): Promise<StateResource> {
    const { snapshot } = this.#progress;
    const id = must(wanted.readId, "a program reads a resource by its id");
    const isReplaced = old !== undefined && old.external !== true && old.id !== id;
    const of = { old, next: known(wanted) };
    const step = stepOf(isReplaced ? "read-replacement" : "read", wanted, of);
    const read = await this.#step(step, async () => {
      const found = isUnknown ? undefined : await this.#find(wanted, id);
      const resource = { ...provided(wanted, found), external: true };
      if (isReplaced) snapshot.mark(old, { pendingDelete: true });
      else if (old !== undefined) snapshot.remove(old);
      snapshot.put(resource);
      return resource;
    });
    if (isReplaced) this.#announce(stepOf("replace", wanted, of));
    return read;
  }

  async #find(wanted: Registration, id: string): Promise<ProvidedResource> {
    const { provider } = this.#options;
    if (provider?.read === undefined) return { id, outputs: {} };
    const found = await provider.read(wanted);
    if (found === undefined) throw new Error(`resource '${id}' does not exist`);
    return found;
  }

  #put(resource: StateResource, old: StateResource): void {
    this.#progress.snapshot.remove(old);
    this.#progress.snapshot.put(resource);
  }

  /** Saves the state; not in a preview. */
  async save(): Promise<void> {
    if (!this.#options.preview) await this.#options.state.save(this.#progress.snapshot.resources);
  }

  /** Emits a step, does it, and saves the state. */
  async #step<T>(step: Step, act: () => Promise<T>): Promise<T> {
    const { onStep } = this.#options;
    onStep(step, "planned");
    try {
      const result = await act();
      await this.save();
      onStep(step, "done");
      return result;
    } catch (cause) {
      onStep(step, "failed");
      throw cause;
    }
  }

  /** Emits a step that needs nothing to be done. */
  #announce(step: Step): void {
    this.#options.onStep(step, "planned");
    this.#options.onStep(step, "done");
  }
}
