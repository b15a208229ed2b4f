import type { PropertyMap, Unknown } from "../protocol/property.ts";
import type { RegisteredResource, Registration } from "./registration.ts";

/** A created or read resource. */
export interface ProvidedResource {
  readonly id: string;
  /** Computed values. They override the inputs, which are outputs of the same names. */
  readonly outputs: PropertyMap;
}

/** A resource as the state has it: registered with checked inputs, and created. */
export interface ExistingResource extends RegisteredResource {
  readonly id: string;
}

/** A name that the engine has made of `pulumi:autonaming`. `disabled`: the program must name the resource. */
export interface Autoname {
  readonly mode: "propose" | "enforce" | "disabled";
  /** Absent if disabled. */
  readonly name?: string;
}

export interface CheckContext {
  /** The inputs that were checked last, which keep a generated name. Absent for a new resource, and for a replacement. */
  readonly old?: PropertyMap;
  /** @default the provider's own way: the logical name, a dash and 7 hexadecimal digits */
  readonly autoname?: Autoname;
  /** Another one gives another generated name. */
  readonly seed: Uint8Array;
}

export interface CheckedInputs {
  /** The inputs with generated names and defaults. */
  readonly inputs: PropertyMap;
  /** Why the inputs are invalid. @default they are valid */
  readonly failures?: readonly { readonly property: string; readonly reason: string }[];
}

/** How new inputs differ from the existing resource. */
export interface Difference {
  /** Paths of changed inputs, for example `computeResources.maxVcpus`. Empty: nothing to do. */
  readonly changed: readonly string[];
  /** Those of them that need a new resource. Empty: update in place. */
  readonly replaces: readonly string[];
  /** The old resource must go first, because both would have the same name. @default false */
  readonly deleteBeforeReplace?: boolean;
  /** Outputs that an update computes anew: unknown in a preview. @default the other outputs stay as they are */
  readonly recomputes?: readonly string[];
}

/** A child of a remote component, or a child of such a child. */
export interface ChildRegistration {
  readonly type: string;
  readonly name: string;
  readonly inputs: PropertyMap;
  /** URN. @default the component */
  readonly parent?: string;
  /** Input → URNs of the resources that it comes from. */
  readonly propertyDependencies?: Readonly<Record<string, readonly string[]>>;
}

/** What a remote component is constructed with. */
export interface Construction {
  /** Nothing may be created. Ids and computed outputs of new children are absent. */
  readonly preview: boolean;
  /** Registers a child, which is then created, updated or replaced as the program's own resources are. */
  register(child: ChildRegistration): Promise<RegisteredResource>;
}

/**
 * Creates, changes and deletes resources, as Pulumi's provider protocol defines it. An error fails the run with ResourceFailure.
 * Calls overlap.
 */
export interface Provider {
  /** Called first for each custom resource, also in a preview, in which inputs may be unknown. @default as they are */
  check?(resource: Registration, context: CheckContext): Promise<CheckedInputs>;
  /** Compares checked inputs with the existing resource. @default every changed input needs a new resource */
  diff?(resource: Registration, existing: ExistingResource): Promise<Difference>;
  /**
   * Compares the configuration of a provider, explicit or default, with the existing one. A replacement replaces all its resources.
   * @default any configuration is changed in place
   */
  diffProvider?(provider: Registration, existing: ExistingResource): Promise<Difference>;
  /**
   * Called once for each custom resource, after its dependencies exist.
   * Undefined: the computed values are not known. In a dry run the program gets them as unknown.
   */
  create(resource: Registration): Promise<ProvidedResource | undefined>;
  /**
   * Registers the children of a remote component, at every deployment and preview, and resolves to the component's outputs.
   * Outputs left out are unknown in a preview. @default a remote component fails the run
   */
  construct?(component: Registration, construction: Construction): Promise<PropertyMap>;
  /** Changes the resource in place. @default no difference can be updated */
  update?(resource: Registration, existing: ExistingResource): Promise<ProvidedResource>;
  /** Deletes what is deleted already without an error. @default the resource only leaves the state */
  delete?(existing: ExistingResource): Promise<void>;
  /**
   * Reads the resource of the id `resource.readId`: for `X.get(name, id)`, refresh and import. Undefined: there is none.
   * `inputs` are what a program would write for it. @default the outputs are the given inputs
   */
  read?(resource: Registration): Promise<(ProvidedResource & { readonly inputs?: PropertyMap }) | undefined>;
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
