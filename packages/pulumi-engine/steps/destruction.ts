import { must } from "@batchline/diagnostics";
import type { Registrar } from "../registrations/registrar.ts";
import type { Registration } from "../registrations/registration.ts";
import type { ResourceHook } from "../registrations/resource-hook.ts";
import type { StateResource } from "../state/state-resource.ts";
import { Aliases } from "./aliases.ts";
import type { Deployment } from "./deployment.ts";
import { kept, provided } from "./expected.ts";

/**
 * A deployment that deletes a stack while its program runs, which answers its hooks, as `pulumi destroy --run-program` does. Until
 * then nothing is done: the program gets its resources as the state has them, and new ones without outputs.
 */
export class Destruction implements Registrar {
  readonly #deployment: Deployment;
  readonly #aliases: Aliases;
  readonly #registered = new Map<string, StateResource>();

  /** `former`: the state. */
  constructor(deployment: Deployment, former: readonly StateResource[]) {
    this.#deployment = deployment;
    const there = former.filter(({ pendingDelete }) => pendingDelete !== true);
    this.#aliases = new Aliases(new Map(there.map((resource) => [resource.urn, resource])));
  }

  async register(given: Registration): Promise<StateResource> {
    const old = this.#aliases.find(given);
    const resource =
      old === undefined
        ? provided(given, undefined)
        : kept({ ...given, inputs: old.inputs, secretInputs: old.secretInputs }, old);
    this.#registered.set(given.urn, resource);
    return resource;
  }

  read(given: Registration): Promise<StateResource> {
    return this.register(given);
  }

  async registerOutputs(urn: string): Promise<StateResource> {
    return this.get(urn);
  }

  registerHook(hook: ResourceHook): void {
    this.#deployment.registerHook(hook);
  }

  get(urn: string): StateResource {
    return must(this.#registered.get(urn), `the program registered ${urn}`);
  }

  awaitsCreation(urns: readonly string[]): boolean {
    return urns.some((urn) => {
      const { kind, id } = this.get(urn);
      return kind === "custom" && id === undefined;
    });
  }
}
