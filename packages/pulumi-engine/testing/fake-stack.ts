import type { PropertyMap } from "../protocol/property.ts";
import type { Registrar } from "../registrations/registrar.ts";
import { type RegisteredOptions, type Registration, withoutOptions } from "../registrations/registration.ts";
import type { ResourceHook } from "../registrations/resource-hook.ts";
import { makeUrn, stackType } from "../registrations/urn.ts";
import { memoryState, type StackState } from "../state/state-file.ts";
import type { StateResource } from "../state/state-resource.ts";
import { Deployment, type DeploymentOptions } from "../steps/deployment.ts";
import { Destruction } from "../steps/destruction.ts";
import type { Step } from "../steps/step.ts";
import { FakeCloud } from "./fake-cloud.ts";

/** A resource of a fake program. It is registered after those that it names. */
export interface Declared {
  readonly name: string;
  /** @default "cloud:index:Thing" */
  readonly type?: string;
  /** @default "custom" */
  readonly kind?: Registration["kind"];
  readonly inputs?: PropertyMap;
  /** Names of resources whose ids are its input `uses`. */
  readonly uses?: readonly string[];
  /** Names, as in `dependsOn`. */
  readonly after?: readonly string[];
  /** Name. @default the stack */
  readonly parent?: string;
  readonly options?: RegisteredOptions;
  /** Reads a resource by this id instead. */
  readonly readId?: string;
}

const identity = { project: "shop", stack: "dev" };

/** The URN of a declared resource. @param parent URN. @default the stack */
export function urnOf(
  { name, type = "cloud:index:Thing" }: Pick<Declared, "name" | "type">,
  parent = "",
): string {
  return makeUrn({ ...identity, parent, type, name });
}

/** A stack whose programs are lists of resources, deployed to a fake cloud without a program's process. */
export class FakeStack {
  readonly cloud: FakeCloud;
  readonly state: StackState;
  /** What its programs register first. */
  hooks: readonly ResourceHook[] = [];

  constructor(state: StackState = memoryState(), cloud = new FakeCloud()) {
    this.state = state;
    this.cloud = cloud;
  }

  /** Deploys and resolves to the steps, without those of the stack itself and of default providers. */
  up(program: readonly Declared[], options: Partial<DeploymentOptions> = {}): Promise<Run> {
    return this.#run(program, options, (of) => this.deployment(of));
  }

  /** Destroys the stack, with a program that only says what is protected. */
  destroy(program: readonly Declared[]): Promise<Run> {
    const of = {
      preview: false,
      dryRun: false,
      provider: this.cloud,
      state: this.state,
      onFailure: () => {},
    };
    return this.#run(program, {}, ({ onStep = () => {} }) =>
      this.#withHooks(new Destruction({ ...of, onStep })),
    );
  }

  async #run(
    program: readonly Declared[],
    options: Partial<DeploymentOptions>,
    start: (options: Partial<DeploymentOptions>) => Registrar,
  ): Promise<Run> {
    const steps: Step[] = [];
    const deployment = start({
      ...options,
      onStep: (step, phase) => {
        if (phase === "planned" && step.type.startsWith("cloud:")) steps.push(step);
        options.onStep?.(step, phase);
      },
    });
    const byName = new Map<string, StateResource>();
    await deployment.register(registration({ name: "shop-dev", type: stackType, kind: "component" }, byName));
    for (const declared of program) {
      const given = registration(declared, byName);
      const act = declared.readId === undefined ? deployment.register(given) : deployment.read(given);
      byName.set(declared.name, await act);
    }
    const components = program.filter(({ kind }) => kind === "component");
    for (const { name } of components)
      await deployment.registerOutputs(byName.get(name)?.urn ?? name, {}, []);
    const kept = await deployment.finish();
    const operations = steps.map(({ operation, urn }) => `${operation} ${nameOf(urn)}`);
    return { steps, operations, byName, kept: kept.map(({ urn }) => nameOf(urn)) };
  }

  preview(program: readonly Declared[], options: Partial<DeploymentOptions> = {}): Promise<Run> {
    return this.up(program, { preview: true, dryRun: true, ...options });
  }

  deployment(options: Partial<DeploymentOptions>): Deployment {
    const deployment = new Deployment({
      ...{ preview: false, dryRun: false, root: "/shop", provider: this.cloud, config: {} },
      ...{ state: this.state, autonaming: () => undefined, onStep: () => {}, onFailure: () => {} },
      ...options,
    });
    return this.#withHooks(deployment);
  }

  #withHooks<T extends Registrar>(registrar: T): T {
    for (const hook of this.hooks) registrar.registerHook(hook);
    return registrar;
  }

  /** What the state has of the programs' resources. */
  get resources(): readonly StateResource[] {
    return this.state.resources.filter(({ type }) => type.startsWith("cloud:"));
  }
}

export interface Run {
  readonly steps: readonly Step[];
  /** `create web`, in order. */
  readonly operations: readonly string[];
  readonly byName: ReadonlyMap<string, StateResource>;
  /** Names of what a destruction has left. */
  readonly kept: readonly string[];
}

export function registration(declared: Declared, byName: ReadonlyMap<string, StateResource>): Registration {
  const { name, type = "cloud:index:Thing", kind = "custom", inputs = {}, uses = [], after = [] } = declared;
  const urns = (names: readonly string[]) => names.map((other) => byName.get(other)?.urn ?? other);
  const parent =
    declared.parent === undefined ? urnOf({ name: "shop-dev", type: stackType }) : urns([declared.parent])[0];
  const isStack = type === stackType;
  const ids = uses.map((other) => byName.get(other)?.id ?? null);
  return {
    ...withoutOptions,
    ...{ urn: urnOf({ name, type }, isStack ? "" : parent), type, name, kind },
    ...(isStack || parent === undefined ? {} : { parent }),
    inputs: uses.length === 0 ? inputs : { ...inputs, uses: ids },
    dependencies: urns([...uses, ...after]),
    propertyDependencies: uses.length === 0 ? {} : { uses: urns(uses) },
    options: declared.options ?? {},
    ...(declared.readId === undefined ? {} : { readId: declared.readId }),
  };
}

export function nameOf(urn: string): string {
  return urn.slice(urn.lastIndexOf("::") + 2);
}
