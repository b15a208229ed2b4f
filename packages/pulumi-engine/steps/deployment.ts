import type { CodedError } from "@batchline/diagnostics";
import { must } from "@batchline/diagnostics";
import type { PropertyMap } from "../protocol/property.ts";
import { unknownSentinel } from "../protocol/wire.ts";
import { childRegistration } from "../registrations/child-registration.ts";
import type { ChildRegistration } from "../registrations/provider.ts";
import type { Registrar } from "../registrations/registrar.ts";
import { providerOf, type RegisteredResource, type Registration } from "../registrations/registration.ts";
import { ResourceFailure } from "../registrations/resource-failure.ts";
import type { ResourceHook } from "../registrations/resource-hook.ts";
import { stackType } from "../registrations/urn.ts";
import { sameRecord } from "../state/checkpoint-resource.ts";
import { type StateResource, secretsOf } from "../state/state-resource.ts";
import { AliasError } from "./aliases.ts";
import { defaultProviderFor, isDefaultProvider } from "./default-providers.ts";
import { Hooks, type HooksOptions } from "./hooks.ts";
import { Performer, type PerformerOptions } from "./performer.ts";
import { Planner, type PlannerOptions } from "./planner.ts";
import { Progress } from "./progress.ts";
import { ProtectedError } from "./refusals.ts";

/**
 * Called with each checked resource before it is created, and with its explicit provider. The result replaces the resource's
 * inputs; undefined keeps them.
 */
export type Review = (
  resource: Registration,
  provider: RegisteredResource | undefined,
) => Promise<PropertyMap | undefined>;

export interface DeploymentOptions
  extends Omit<PlannerOptions, "refuse" | "review">,
    PerformerOptions,
    HooksOptions {
  readonly review?: Review | undefined;
  /** The stack's configuration: key with its namespace → value. */
  readonly config: Readonly<Record<string, string>>;
  /** Called once, with the first failure. No step begins after it. */
  readonly onFailure: (failure: CodedError) => void;
}

/** A deployment of a stack, or its preview: brings the state to what the program registers. */
export class Deployment implements Registrar {
  readonly #options: DeploymentOptions;
  readonly #progress: Progress;
  readonly #planner: Planner;
  readonly #hooks: Hooks;
  readonly #performer: Performer;
  readonly #registered = new Map<string, StateResource>();
  readonly #defaultProviders = new Map<string, Promise<StateResource>>();
  readonly #running = new Set<Promise<unknown>>();
  #planning: Promise<unknown> = Promise.resolve();
  #stopped: Error | undefined;
  /** Why a preview will not be possible as a deployment. */
  #refusal: ProtectedError | undefined;

  constructor(options: DeploymentOptions) {
    this.#options = options;
    this.#progress = new Progress(options.state.resources);
    this.#planner = new Planner(this.#progress, {
      ...options,
      review: async (resource) => {
        if (isDefaultProvider(resource.urn)) return undefined;
        return options.review?.(withoutDefaultProvider(resource), providerOf(resource, this.#registered));
      },
      refuse: (error) => {
        this.#refusal ??= error;
      },
    });
    this.#hooks = new Hooks(options);
    this.#performer = new Performer(this.#progress, this.#hooks, options);
  }

  registerHook(hook: ResourceHook): void {
    this.#hooks.register(hook);
  }

  /** What the program and its remote components registered, in this order. */
  get registered(): readonly StateResource[] {
    return [...this.#registered.values()].map(withoutDefaultProvider);
  }

  get(urn: string): StateResource {
    return must(this.#registered.get(urn), `the program registered ${urn}`);
  }

  /** The program's exports: outputs of the stack. */
  get exports(): Pick<StateResource, "outputs" | "secretOutputs"> {
    const stack = [...this.#registered.values()].find(({ type }) => type === stackType);
    return stack ?? { outputs: {}, secretOutputs: [] };
  }

  awaitsCreation(urns: readonly string[]): boolean {
    const resources = urns.flatMap((urn) => this.#registered.get(urn) ?? []);
    return this.#options.preview && resources.some(({ kind, id }) => kind === "custom" && id === undefined);
  }

  async register(given: Registration): Promise<StateResource> {
    this.#claim(given);
    return this.#attempt(given, async () => {
      const resource = await this.#deploy(await this.#withProvider(given));
      this.#registered.set(given.urn, resource);
      return given.kind === "remote" ? this.#construct(resource) : resource;
    });
  }

  async registerOutputs(
    urn: string,
    outputs: PropertyMap,
    secrets: readonly string[],
  ): Promise<StateResource> {
    const before = this.get(urn);
    const resource = { ...before, outputs, secretOutputs: [...secrets, ...secretsOf(before, outputs)] };
    this.#registered.set(urn, resource);
    this.#progress.snapshot.put(resource);
    if (!sameRecord(before, resource)) await this.#performer.save();
    await this.#attempt(resource, () => this.#performer.afterOutputs(resource));
    return resource;
  }

  async read(given: Registration): Promise<StateResource> {
    this.#claim(given);
    return this.#attempt(given, async () => {
      const wanted = await this.#withProvider(given);
      const old = await this.#inTurn(async () => {
        this.#progress.treat(given.urn, "read");
        return this.#progress.aliases.find(given);
      });
      const isUnknown = given.dependencies.some((urn) => this.#progress.isNew(urn));
      const resource = await this.#performer.read(wanted, old, this.#options.preview && isUnknown);
      this.#registered.set(given.urn, resource);
      return resource;
    });
  }

  /**
   * Ends the deployment of a program that succeeded: deletes what it did not register, and what was replaced. Resolves to `registered`.
   * @throws {ProtectedError} if a resource to be deleted or replaced is protected
   * @throws {ResourceFailure} if the provider could not delete a resource
   */
  async finish(): Promise<readonly StateResource[]> {
    await this.#delete(this.#leftovers());
    if (this.#refusal !== undefined) throw this.#refusal;
    return this.registered;
  }

  /** Deletes all resources but the protected ones and what these need. Resolves to those that stay. */
  async destroy(): Promise<readonly StateResource[]> {
    const leftovers = this.#leftovers();
    const isHeld = ({ options, pendingDelete }: StateResource) =>
      options.protect === true && pendingDelete !== true;
    const held = this.#progress.graph.withNeeds(leftovers.filter(isHeld));
    await this.#delete(leftovers.filter((resource) => !held.has(resource)));
    return leftovers.filter((resource) => held.has(resource));
  }

  /** Begins no more steps. `reason` is what further calls throw. */
  stop(reason: Error): void {
    this.#stopped ??= reason;
  }

  /** Waits for the steps that have begun. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.allSettled(this.#running);
  }

  /** Resources of the former state that are to be deleted. */
  #leftovers(): StateResource[] {
    const { snapshot } = this.#progress;
    return snapshot.former.filter((former) => {
      const now = snapshot.now(former);
      return now !== undefined && (now.pendingDelete === true || this.#progress.isLeft(former));
    });
  }

  async #delete(resources: readonly StateResource[]): Promise<void> {
    for (const { urn } of resources) this.#progress.deleted.add(urn);
    for (const group of this.#progress.graph.deletionOrder(resources)) {
      if (this.#stopped !== undefined) throw this.#stopped;
      const results = await Promise.allSettled(
        group.map((resource) => this.#attempt(resource, () => this.#performer.delete(resource, false))),
      );
      const failed = results.find((result) => result.status === "rejected");
      if (failed !== undefined && failed.reason !== this.#refusal) throw failed.reason;
    }
  }

  async #deploy(given: Registration): Promise<StateResource> {
    return this.#performer.perform(await this.#inTurn(() => this.#planner.plan(given)));
  }

  async #construct(component: StateResource): Promise<StateResource> {
    const { provider, dryRun } = this.#options;
    // Its outputs are all computed.
    if (provider === undefined) return component;
    if (provider.construct === undefined) throw new Error("the provider has no components");
    const outputs = await provider.construct(component, {
      preview: dryRun,
      register: async (child) => withoutDefaultProvider(await this.#registerChild(component, child)),
    });
    return this.registerOutputs(component.urn, outputs, []);
  }

  #registerChild(component: Registration, child: ChildRegistration): Promise<StateResource> {
    const [packageName = ""] = child.type.split(":");
    return this.register(childRegistration(component, child, this.#inherited(component, packageName)));
  }

  /** The provider of a package that the component, or the nearest one around it, has for its children. */
  #inherited(component: Registration, packageName: string): string | undefined {
    const own = component.providers?.[packageName];
    const around = component.parent === undefined ? undefined : this.#registered.get(component.parent);
    return own ?? (around && this.#inherited(around, packageName));
  }

  /** As the state has it. The package's default provider is registered when it is first needed. */
  async #withProvider(given: Registration): Promise<Registration> {
    const { provider, ...others } = given;
    if (given.kind === "component" || given.type.startsWith("pulumi:")) return others;
    const reference = provider ?? (await this.#defaultProvider(given));
    return given.kind === "custom" ? { ...others, provider: reference } : others;
  }

  async #defaultProvider(of: Registration): Promise<string> {
    const wanted = defaultProviderFor(of, this.#options.config);
    const pending = this.#defaultProviders.get(wanted.urn) ?? this.#deploy(wanted);
    this.#defaultProviders.set(wanted.urn, pending);
    const { urn, id = unknownSentinel } = await pending;
    return `${urn}::${id}`;
  }

  #claim(given: Registration): void {
    const { urn } = given;
    if (this.#registered.has(urn)) {
      const problem = new Error(`another resource has the same URN ${urn}; rename one`);
      throw this.#fail(given, problem);
    }
    this.#registered.set(urn, { ...given, outputs: {}, secretOutputs: [] });
  }

  async #attempt<T>(resource: Registration, act: () => Promise<T>): Promise<T> {
    const attempt = act().catch((cause: unknown) => {
      throw this.#fail(resource, cause);
    });
    this.#running.add(attempt);
    try {
      return await attempt;
    } finally {
      this.#running.delete(attempt);
    }
  }

  /** Decisions are made one after the other. */
  #inTurn<T>(decide: () => Promise<T>): Promise<T> {
    const turn = this.#planning.then(() => {
      if (this.#stopped !== undefined) throw this.#stopped;
      return decide();
    });
    this.#planning = turn.catch(() => {});
    return turn;
  }

  #fail(resource: Registration, cause: unknown): Error {
    if (this.#stopped !== undefined && cause === this.#stopped) return this.#stopped;
    const failure = isFailure(cause) ? cause : new ResourceFailure(resource, cause);
    if (failure instanceof ProtectedError && this.#options.preview) {
      this.#refusal ??= failure;
      return this.#refusal;
    }
    if (this.#stopped === undefined) this.#options.onFailure(failure);
    this.stop(failure);
    return failure;
  }
}

type Failure = ResourceFailure | ProtectedError | AliasError;

function isFailure(cause: unknown): cause is Failure {
  return cause instanceof ResourceFailure || cause instanceof ProtectedError || cause instanceof AliasError;
}

/** The program knows nothing of default providers. */
function withoutDefaultProvider<T extends Registration>(resource: T): T {
  const { provider, ...others } = resource;
  if (provider === undefined || !isDefaultProvider(provider)) return resource;
  return others as T;
}
