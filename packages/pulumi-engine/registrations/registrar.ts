import type { PropertyMap } from "../protocol/property.ts";
import type { StateResource } from "../state/state-resource.ts";
import type { DefaultProviderOf } from "../steps/default-providers.ts";
import type { RegisteredResources } from "../steps/registered-resources.ts";
import type { Registration } from "./registration.ts";
import type { ResourceHook } from "./resource-hook.ts";

/** What happens with the registrations of a program. */
export interface Registrar {
  readonly registered: RegisteredResources;
  /** Resolves when the resource is as it is to be for the program; in a preview, when it is planned. */
  register(given: Registration): Promise<StateResource>;
  /** Registers the default provider of a function that the program calls without an explicit one. */
  registerProviderOf(called: DefaultProviderOf): Promise<void>;
  /** Reads a resource that the stack does not own. */
  read(given: Registration): Promise<StateResource>;
  /** Sets the outputs of a component or the stack, after its children are registered. */
  registerOutputs(urn: string, outputs: PropertyMap, secrets: readonly string[]): Promise<StateResource>;
  /** Throws if there is a hook of its name. */
  registerHook(hook: ResourceHook): void;
  /**
   * Called when the program has registered all. Resolves to what it registered; for a destruction, to what stays.
   * @throws {ProtectedError} if a resource to be deleted or replaced is protected
   * @throws {ResourceFailure} if the provider could not delete a resource
   */
  finish(): Promise<readonly StateResource[]>;
  /** Begins no more steps. `reason` is what further calls throw. */
  stop(reason: Error): void;
  /** Waits for the steps that have begun. */
  settled(): Promise<void>;
}
