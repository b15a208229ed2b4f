import type { PropertyMap, PropertyValue } from "../protocol/property.ts";

/** A resource as the program registered it. Options that the program did not set are absent. */
export interface Registration {
  readonly urn: string;
  /** For example `aws:s3/bucket:Bucket` or `awsx:ec2:Vpc`. */
  readonly type: string;
  readonly name: string;
  /**
   * `custom`: a provider creates it. `component`: the program creates its children. `remote`: a component of another package,
   * whose provider registers its children.
   */
  readonly kind: "custom" | "component" | "remote";
  /** Id of an existing resource that the program reads, as in `Bucket.get(…)`. */
  readonly readId?: string;
  /** URN of the parent. Absent for the stack. */
  readonly parent?: string;
  readonly inputs: PropertyMap;
  /** Paths of secret inputs, for example `environment.variables.TOKEN`. */
  readonly secretInputs: readonly string[];
  /** Sorted URNs of `dependsOn` and of the resources that its inputs come from. */
  readonly dependencies: readonly string[];
  /** Input → sorted URNs of the resources that it comes from, if there are any. */
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  /** `<URN>::<id>` of an explicit provider. */
  readonly provider?: string;
  /** Package → `<URN>::<id>`: a component's providers for its children. */
  readonly providers?: Readonly<Record<string, string>>;
  /** Version of the provider package, for example `7.48.0`. */
  readonly version?: string;
  /** Where Pulumi downloads the provider package, if not from its own registry. */
  readonly pluginDownloadUrl?: string;
  readonly options: RegisteredOptions;
  /** The program's line that created it. */
  readonly sourcePosition?: SourcePosition;
  /** Outermost line of the program on the stack. Absent: the same as `sourcePosition`. */
  readonly sourceOrigin?: SourcePosition;
}

/** Fields of a resource that has no secrets, dependencies or options. */
export const withoutOptions = { secretInputs: [], dependencies: [], propertyDependencies: {}, options: {} };

/** A registration with its result. */
export interface RegisteredResource extends Registration {
  /** From the provider. Absent for components, and at preview for resources that do not exist yet. */
  readonly id?: string;
  /** Inputs and what the provider computed; at preview, the known ones. For components: what they registered. */
  readonly outputs: PropertyMap;
}

/** The resource options that were set. */
export interface RegisteredOptions {
  readonly protect?: boolean;
  readonly ignoreChanges?: readonly string[];
  readonly replaceOnChanges?: readonly string[];
  readonly deleteBeforeReplace?: boolean;
  /** URNs, or the parts of the URN that differ. Includes a package's own aliases of its renamed types. */
  readonly aliases?: readonly (string | AliasSpec)[];
  /** Durations such as `30m`. */
  readonly customTimeouts?: { readonly create?: string; readonly update?: string; readonly delete?: string };
  readonly retainOnDelete?: boolean;
  /** URN. */
  readonly deletedWith?: string;
  /** URNs. */
  readonly replaceWith?: readonly string[];
  readonly replacementTrigger?: PropertyValue;
  readonly additionalSecretOutputs?: readonly string[];
  readonly importId?: string;
  readonly hooks?: HookBinding;
}

/** When a hook is called. The names are Pulumi's. */
export type HookMoment =
  | "BeforeCreate"
  | "AfterCreate"
  | "BeforeUpdate"
  | "AfterUpdate"
  | "BeforeDelete"
  | "AfterDelete";

/** Moment → names of hooks, in the order of their calls. A state of Pulumi's engine may have moments that this engine does not know. */
export type HookBinding = Readonly<Record<string, readonly string[]>>;

export interface AliasSpec {
  readonly name?: string;
  readonly type?: string;
  readonly stack?: string;
  readonly project?: string;
  /** URN of the former parent, if it differs. */
  readonly parent?: string;
  readonly noParent?: boolean;
}

/** `file` is relative to the project's root, with `/`. Line and column count from 1. */
export interface SourcePosition {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/**
 * `file:line:column`; "" without a position.
 * @example formatPosition({ file: "store.ts", line: 31, column: 5 }); // "store.ts:31:5"
 */
export function formatPosition(position: SourcePosition | undefined): string {
  return position === undefined ? "" : `${position.file}:${position.line}:${position.column}`;
}

/** The resource's explicit provider, which it names as `<URN>::<id>`. */
export function providerOf<T>({ provider }: Registration, byUrn: ReadonlyMap<string, T>): T | undefined {
  return provider === undefined ? undefined : byUrn.get(urnOfProvider(provider));
}

/** The URN in a reference `<URN>::<id>`. */
export function urnOfProvider(reference: string): string {
  return reference.slice(0, reference.lastIndexOf("::"));
}

/** Leaves out undefined fields and "", which is protobuf's unset text. */
export function present<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && value !== ""),
  ) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
