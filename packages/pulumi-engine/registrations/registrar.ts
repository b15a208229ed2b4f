import type { PropertyMap } from "../protocol/property.ts";
import type { StateResource } from "../state/state-resource.ts";
import type { Registration } from "./registration.ts";
import type { ResourceHook } from "./resource-hook.ts";

/** Takes what a program registers. */
export interface Registrar {
  /** Resolves when the resource is as the program wants it; in a preview, when it is planned. */
  register(given: Registration): Promise<StateResource>;
  /** Reads a resource that the stack does not own. */
  read(given: Registration): Promise<StateResource>;
  /** Sets the outputs of a component or the stack, after its children are registered. */
  registerOutputs(urn: string, outputs: PropertyMap, secrets: readonly string[]): Promise<StateResource>;
  /** Throws if there is a hook of its name. */
  registerHook(hook: ResourceHook): void;
  /** A resource that the program has registered. */
  get(urn: string): StateResource;
  /** One of the resources does not exist: nothing can be read that needs it. */
  awaitsCreation(urns: readonly string[]): boolean;
}
