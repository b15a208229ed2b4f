import type { PropertyMap, Unknown } from "../protocol/property.ts";
import type { RegisteredResource, Registration } from "./registration.ts";

/** A created or read resource. */
export interface ProvidedResource {
  /** Ignored for remote components. */
  readonly id: string;
  /** Computed values. They override the inputs, which are outputs of the same names. */
  readonly outputs: PropertyMap;
  /** Children of a remote component. Outputs may refer to them by URN. */
  readonly children?: readonly ChildResource[];
}

/** A child of a remote component, which the program does not register itself. For its URN see `childUrn`. */
export interface ChildResource extends Pick<RegisteredResource, "urn" | "type" | "name" | "outputs"> {
  readonly id: string;
}

/** Creates resources in `up` mode. An error fails the run with ResourceFailure. */
export interface Provider {
  /**
   * Called once for each custom resource and remote component, after its dependencies exist. Calls overlap.
   * Undefined: the computed values are not known. In a dry run the program gets them as unknown.
   */
  create(resource: Registration): Promise<ProvidedResource | undefined>;
  /** `X.get(name, id)`: returns the existing resource. Without it, the outputs are the given inputs. */
  read?(resource: Registration): Promise<ProvidedResource | undefined>;
}

/**
 * Answers the program's function calls, such as `aws.getCallerIdentity()`, in both modes. `token` is for example
 * `aws:index/getCallerIdentity:getCallerIdentity`. Undefined, or an error, ends the program. `unknown` is an unknown result.
 */
export type Functions = (
  token: string,
  args: PropertyMap,
) => Promise<FunctionResult | undefined> | FunctionResult | undefined;

type FunctionResult = PropertyMap | Unknown;
