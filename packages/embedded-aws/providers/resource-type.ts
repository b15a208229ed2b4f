import type { Construction, PropertyMap, ProvidedResource, Registration } from "@batchline/pulumi-engine";
import type { PhysicalNames } from "./physical-name.ts";

export interface Deployment {
  readonly region: string;
  /** Absolute path of the project, where relative paths start. */
  readonly root: string;
  readonly names: PhysicalNames;
  warn(resource: Registration, message: string): void;
}

export interface ResourceContext<Api> extends Deployment {
  /** Undefined in a preview. Compute an argument that may be refused before: `service?.put(parse(text))` skips `parse`. */
  readonly service: Api | undefined;
}

type Provided = ProvidedResource | Promise<ProvidedResource>;

/** A type of Pulumi resource. Its members are from Pulumi's provider protocol; the optional ones are not called yet, except `read`. */
export interface ResourceType<Api> {
  /** Creates the resource. Throws when AWS would refuse it; the engine adds the resource's name. */
  create(resource: Registration, context: ResourceContext<Api>): Provided;
  /** Reads an existing resource by `resource.readId`. @default only resources that the program creates exist */
  read?(resource: Registration, context: ResourceContext<Api>): Provided;
  /** Validates the inputs and fills in names and defaults. @default the inputs are valid as they are */
  check?(inputs: PropertyMap, context: ResourceContext<Api>): PropertyMap;
  /** Names the changed inputs, and those that need a new resource. @default every change replaces the resource */
  diff?(
    old: PropertyMap,
    inputs: PropertyMap,
  ): { readonly changed: readonly string[]; readonly replaces: readonly string[] };
  /** Changes the resource in place to its new inputs. @default it is replaced */
  update?(resource: Registration, old: PropertyMap, context: ResourceContext<Api>): Provided;
  /** Deletes the resource. @default it only leaves the state */
  delete?(id: string, inputs: PropertyMap, context: ResourceContext<Api>): void | Promise<void>;
}

/** Type token, for example `aws:s3/bucket:Bucket` → the type. */
export type ResourceTypes<Api> = Readonly<Record<string, ResourceType<Api>>>;

/** A type of remote component: a component of another package, such as `awsx:ec2:Vpc`. */
export interface ComponentType<Api> {
  /** Registers the children and returns the outputs. In a preview inputs may be unknown, and children have no id. */
  construct(
    component: Registration,
    construction: Construction,
    context: ResourceContext<Api>,
  ): Promise<PropertyMap>;
}

/** Type token, for example `awsx:ec2:Vpc` → the type. */
export type ComponentTypes<Api> = Readonly<Record<string, ComponentType<Api>>>;
