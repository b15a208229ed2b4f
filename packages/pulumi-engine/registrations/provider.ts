import type { PropertyMap, Unknown } from "../protocol/property.ts";
import type { Registration } from "./registration.ts";

/** What creating or reading a resource gave. */
export interface ProvidedResource {
  /** Ignored for remote components. */
  readonly id: string;
  /** What was computed: it is laid over the inputs, which come back as outputs of their own name. */
  readonly outputs: PropertyMap;
  /** What a remote component made as parts of itself: outputs may refer to them by URN. */
  readonly children?: readonly ChildResource[];
}

/** A resource that the program did not register itself; its parent is the remote component that made it. */
export interface ChildResource {
  /** See `childUrn`. */
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly id: string;
  readonly outputs: PropertyMap;
}

/** Brings resources to life, in `up` mode. What it throws fails the run and names the resource. */
export interface Provider {
  /**
   * Called once a custom resource or remote component, as soon as all it depends on exists; many run at once. Undefined: what
   * it would compute cannot be told. In a dry run that is unknown to the program.
   */
  create(resource: Registration): Promise<ProvidedResource | undefined>;
  /** `X.get(name, id)`: answers with what exists. Without it, such a resource has the inputs given and no more. */
  read?(resource: Registration): Promise<ProvidedResource | undefined>;
}

/**
 * Answers the program's function calls (`aws.getCallerIdentity()`, …) in both modes. `token` is for example
 * `aws:index/getCallerIdentity:getCallerIdentity`. Undefined: a function it does not know, which ends the program;
 * `unknown`: one whose answer cannot be told.
 */
export type Functions = (
  token: string,
  args: PropertyMap,
) => Promise<FunctionResult | undefined> | FunctionResult | undefined;

export type FunctionResult = PropertyMap | Unknown;
