import type { PropertyMap } from "../protocol/property.ts";
import type { Registrar } from "../registrations/registrar.ts";
import type { Registration } from "../registrations/registration.ts";
import type { ResourceHook } from "../registrations/resource-hook.ts";
import type { StateResource } from "../state/state-resource.ts";
import { Attempts, type AttemptsOptions } from "./attempts.ts";
import { Deletions } from "./deletions.ts";
import { kept } from "./expected.ts";
import { Hooks, type HooksOptions } from "./hooks.ts";
import { Performer, type PerformerOptions } from "./performer.ts";
import { Progress } from "./progress.ts";
import { RegisteredResources } from "./registered-resources.ts";

export type DestructionOptions = PerformerOptions & HooksOptions & AttemptsOptions;

/**
 * The end of a stack. Its program, if it runs, changes nothing: it says what is protected now, and has the hooks of the deletions.
 * Pulumi's command for that is `pulumi destroy --run-program --exclude-protected`.
 */
export class Destruction implements Registrar {
  readonly registered: RegisteredResources;
  readonly #progress: Progress;
  readonly #attempts: Attempts;
  readonly #hooks: Hooks;
  readonly #deletions: Deletions;

  constructor(options: DestructionOptions) {
    this.#progress = new Progress(options.state.resources);
    // Remote components are not constructed, and their outputs refer to their children.
    this.registered = new RegisteredResources((urn) => this.#progress.former(urn));
    this.#attempts = new Attempts(options);
    this.#hooks = new Hooks(options);
    const performer = new Performer(this.#progress, this.#hooks, options);
    this.#deletions = new Deletions(this.#progress, performer, this.#attempts);
  }

  /** Resolves to the resource of the state, with the program's options. One that is not in the state has no outputs. */
  register(given: Registration): Promise<StateResource> {
    return this.#attempts.attempt(given, async () => {
      this.registered.claim(given);
      const former = await this.#attempts.inTurn(async () => this.#progress.aliases.find(given));
      if (former === undefined) return this.registered.get(given.urn);
      this.#progress.snapshot.mark(former, { options: given.options });
      const resource = { ...kept(given, former), inputs: former.inputs };
      this.registered.set(resource);
      return resource;
    });
  }

  /** It is deleted like the rest. */
  async registerProviderOf(): Promise<void> {}

  read(given: Registration): Promise<StateResource> {
    return this.register(given);
  }

  async registerOutputs(
    urn: string,
    outputs: PropertyMap,
    secretOutputs: readonly string[],
  ): Promise<StateResource> {
    const resource = { ...this.registered.get(urn), outputs, secretOutputs };
    this.registered.set(resource);
    return resource;
  }

  registerHook(hook: ResourceHook): void {
    this.#hooks.register(hook);
  }

  /** Deletes all resources but the protected ones and what these need. Resolves to those that stay. */
  async finish(): Promise<readonly StateResource[]> {
    const { snapshot, graph } = this.#progress;
    const all = this.#deletions.leftovers;
    const isProtected = (former: StateResource) => {
      const { options, pendingDelete } = snapshot.now(former) ?? former;
      return options.protect === true && pendingDelete !== true;
    };
    const held = graph.withNeeds(all.filter(isProtected));
    await this.#deletions.delete(all.filter((resource) => !held.has(resource)));
    return all.filter((resource) => held.has(resource));
  }

  stop(reason: Error): void {
    this.#attempts.stop(reason);
  }

  settled(): Promise<void> {
    return this.#attempts.settled();
  }
}
