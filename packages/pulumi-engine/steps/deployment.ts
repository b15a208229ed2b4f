import type { PropertyMap } from "../protocol/property.ts";
import { unknownSentinel } from "../protocol/wire.ts";
import { childRegistration } from "../registrations/child-registration.ts";
import type { ChildRegistration } from "../registrations/provider.ts";
import type { Registrar } from "../registrations/registrar.ts";
import { providerOf, type RegisteredResource, type Registration } from "../registrations/registration.ts";
import type { ResourceHook } from "../registrations/resource-hook.ts";
import { stackType } from "../registrations/urn.ts";
import { sameRecord } from "../state/checkpoint-resource.ts";
import { type StateResource, secretsOf } from "../state/state-resource.ts";
import { Attempts, type AttemptsOptions } from "./attempts.ts";
import { type DefaultProviderOf, defaultProviderFor, isDefaultProvider } from "./default-providers.ts";
import { Deletions } from "./deletions.ts";
import { Hooks, type HooksOptions } from "./hooks.ts";
import { Performer, type PerformerOptions } from "./performer.ts";
import { Planner, type PlannerOptions } from "./planner.ts";
import { Progress } from "./progress.ts";
import { RegisteredResources, withoutDefaultProvider } from "./registered-resources.ts";

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
    AttemptsOptions,
    HooksOptions {
  readonly review?: Review | undefined;
  /** The stack's configuration: key with its namespace → value. */
  readonly config: Readonly<Record<string, string>>;
}

/** A deployment of a stack, or its preview: brings the state to what the program registers. */
export class Deployment implements Registrar {
  readonly registered = new RegisteredResources();
  readonly #options: DeploymentOptions;
  readonly #progress: Progress;
  readonly #planner: Planner;
  readonly #hooks: Hooks;
  readonly #performer: Performer;
  readonly #attempts: Attempts;
  readonly #deletions: Deletions;
  /** The stack with the outputs that the program reported. */
  #exported: StateResource | undefined;
  readonly #defaultProviders = new Map<string, Promise<StateResource>>();

  constructor(options: DeploymentOptions) {
    this.#options = options;
    this.#progress = new Progress(options.state.resources);
    this.#attempts = new Attempts(options);
    this.#planner = new Planner(this.#progress, {
      ...options,
      review: async (resource) => {
        if (isDefaultProvider(resource.urn)) return undefined;
        return options.review?.(
          withoutDefaultProvider(resource),
          providerOf(resource, this.registered.byUrn),
        );
      },
      refuse: (error) => this.#attempts.refuse(error),
    });
    this.#hooks = new Hooks(options);
    this.#performer = new Performer(this.#progress, this.#hooks, options);
    this.#deletions = new Deletions(this.#progress, this.#performer, this.#attempts);
  }

  registerHook(hook: ResourceHook): void {
    this.#hooks.register(hook);
  }

  register(given: Registration): Promise<StateResource> {
    return this.#attempts.attempt(given, async () => {
      this.registered.claim(given);
      const resource = await this.#deploy(await this.#withProvider(given));
      this.registered.set(resource);
      return given.kind === "remote" ? this.#construct(resource) : resource;
    });
  }

  async registerProviderOf(called: DefaultProviderOf): Promise<void> {
    await this.#defaultProvider(called);
  }

  async registerOutputs(
    urn: string,
    outputs: PropertyMap,
    secrets: readonly string[],
  ): Promise<StateResource> {
    const before = this.registered.get(urn);
    const resource = { ...before, outputs, secretOutputs: [...secrets, ...secretsOf(before, outputs)] };
    this.registered.set(resource);
    let saved = resource;
    if (before.type === stackType) {
      // A program that fails reports outputs, too, so none is removed before the end. Pulumi does the same (pulumi/pulumi#15754).
      saved = { ...resource, outputs: { ...before.outputs, ...outputs } };
      saved = { ...saved, secretOutputs: [...new Set([...before.secretOutputs, ...resource.secretOutputs])] };
      this.#exported = resource;
    }
    this.#progress.snapshot.put(saved);
    if (!sameRecord(before, saved)) await this.#performer.save();
    await this.#attempts.attempt(resource, () => this.#performer.afterOutputs(resource));
    return resource;
  }

  read(given: Registration): Promise<StateResource> {
    return this.#attempts.attempt(given, async () => {
      this.registered.claim(given);
      const wanted = await this.#withProvider(given);
      const old = await this.#attempts.inTurn(async () => {
        this.#progress.treat(given.urn, "read");
        return this.#progress.aliases.find(given);
      });
      const isUnknown = given.dependencies.some((urn) => this.#progress.isNew(urn));
      const resource = await this.#performer.read(wanted, old, this.#options.preview && isUnknown);
      this.registered.set(resource);
      return resource;
    });
  }

  /** Deletes what the program did not register, and what was replaced. */
  async finish(): Promise<readonly StateResource[]> {
    await this.#deletions.delete(this.#deletions.leftovers);
    const { refusal } = this.#attempts;
    if (refusal !== undefined) throw refusal;
    await this.#removeFormerOutputs();
    return this.registered.all;
  }

  /** The stack has the outputs that the program reported, and no others. */
  async #removeFormerOutputs(): Promise<void> {
    const exported = this.#exported;
    if (exported === undefined) return;
    const { snapshot } = this.#progress;
    const saved = snapshot.resources.find(({ urn }) => urn === exported.urn);
    snapshot.put(exported);
    if (saved !== undefined && !sameRecord(saved, exported)) await this.#performer.save();
  }

  stop(reason: Error): void {
    this.#attempts.stop(reason);
  }

  settled(): Promise<void> {
    return this.#attempts.settled();
  }

  async #deploy(given: Registration): Promise<StateResource> {
    return this.#performer.perform(await this.#attempts.inTurn(() => this.#planner.plan(given)));
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
    const around = component.parent === undefined ? undefined : this.registered.byUrn.get(component.parent);
    return own ?? (around && this.#inherited(around, packageName));
  }

  /** As the state has it. The package's default provider is registered when it is first needed. */
  async #withProvider(given: Registration): Promise<Registration> {
    const { provider, ...others } = given;
    if (given.kind === "component" || given.type.startsWith("pulumi:")) return others;
    const reference = provider ?? (await this.#defaultProvider(given));
    return given.kind === "custom" ? { ...others, provider: reference } : others;
  }

  async #defaultProvider(of: DefaultProviderOf): Promise<string> {
    const wanted = defaultProviderFor(of, this.#options.config);
    const pending = this.#defaultProviders.get(wanted.urn) ?? this.#deploy(wanted);
    this.#defaultProviders.set(wanted.urn, pending);
    const { urn, id = unknownSentinel } = await pending;
    return `${urn}::${id}`;
  }
}
