import type { PropertyMap, PropertyValue } from "../protocol/property.ts";

/** One resource as the program registered it. What the program left out is absent, not empty. */
export interface Registration {
  readonly urn: string;
  /** For example `aws:s3/bucket:Bucket` or `awsx:ec2:Vpc`. */
  readonly type: string;
  readonly name: string;
  /**
   * `custom`: a provider creates it. `component`: a group made by the program itself. `remote`: a component whose
   * children its package creates on AWS; here it is one resource with the outputs of the whole.
   */
  readonly kind: "custom" | "component" | "remote";
  /** It existed before: the program reads it by this id (`Bucket.get(…)`) and does not create it. */
  readonly readId?: string;
  /** URN of the parent; absent for the stack itself. */
  readonly parent?: string;
  readonly inputs: PropertyMap;
  /** Paths of the inputs that are secret, for example `environment.variables.TOKEN`. */
  readonly secretInputs: readonly string[];
  /** URNs of everything it waits for: `dependsOn` and what its inputs come from; sorted. */
  readonly dependencies: readonly string[];
  /** Input → the URNs it comes from, sorted; inputs that come from no resource are left out. */
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  /** `<URN>::<id>` of an explicit provider. */
  readonly provider?: string;
  /** Package → `<URN>::<id>`: providers that a component hands to its children. */
  readonly providers?: Readonly<Record<string, string>>;
  /** The provider package's version, for example `7.48.0`. */
  readonly version?: string;
  readonly options: RegisteredOptions;
  /** The program's own line that created it. */
  readonly sourcePosition?: SourcePosition;
  /** The line that this began with, in the program's entry point or what that imports; absent: the same line. */
  readonly sourceOrigin?: SourcePosition;
}

/** A registration and what came of it. */
export interface RegisteredResource extends Registration {
  /** The id its provider gave; absent for components and, at preview, for what does not exist yet. */
  readonly id?: string;
  /** Inputs and what the provider computed; at preview, what is known of them. Components: what they registered. */
  readonly outputs: PropertyMap;
}

/** Resource options, only those that were set. */
export interface RegisteredOptions {
  readonly protect?: boolean;
  readonly ignoreChanges?: readonly string[];
  readonly replaceOnChanges?: readonly string[];
  readonly deleteBeforeReplace?: boolean;
  /** URNs, or what of the URN was different; among them those that a package itself gives its renamed types. */
  readonly aliases?: readonly (string | AliasSpec)[];
  /** As Pulumi writes durations: `30m`. */
  readonly customTimeouts?: { readonly create?: string; readonly update?: string; readonly delete?: string };
  readonly retainOnDelete?: boolean;
  /** URN. */
  readonly deletedWith?: string;
  /** URNs. */
  readonly replaceWith?: readonly string[];
  readonly replacementTrigger?: PropertyValue;
  readonly additionalSecretOutputs?: readonly string[];
  readonly importId?: string;
}

export interface AliasSpec {
  readonly name?: string;
  readonly type?: string;
  readonly stack?: string;
  readonly project?: string;
  /** URN of the former parent, when it was another. */
  readonly parent?: string;
  readonly noParent?: boolean;
}

/** `file` is relative to the project's root with `/` between folders; lines and columns count from 1. */
export interface SourcePosition {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** `components/storage/storage.ts:31:5`, or "" where there is none. */
export function formatPosition(position: SourcePosition | undefined): string {
  return position === undefined ? "" : `${position.file}:${position.line}:${position.column}`;
}
