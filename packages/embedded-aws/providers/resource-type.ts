import type {
  Construction,
  Difference,
  ExistingResource,
  PropertyMap,
  ProvidedResource,
  Registration,
} from "@batchline/pulumi-engine";
import type { ZodType } from "zod";
import type { Naming } from "./naming.ts";

export interface Deployment {
  readonly region: string;
  /** Absolute path of the program's folder, where relative paths start. */
  readonly root: string;
  warn(resource: Registration, message: string): void;
}

export interface ResourceContext<Api> extends Deployment {
  /** 64 hexadecimal digits for ids. A replacement has others, an update the same. */
  readonly digits: string;
  /** Undefined in a preview. Compute an argument that may be refused before: `service?.put(parse(text))` skips `parse`. */
  readonly service: Api | undefined;
}

type Provided = ProvidedResource | Promise<ProvidedResource>;

/**
 * A type of Pulumi resource. Its methods are from Pulumi's provider protocol. They throw when AWS would refuse; the engine adds
 * the resource's name. `resource.inputs` are checked: they have the name, also if it was generated.
 */
export interface ResourceType<Api> {
  /** How a missing name is generated. @default the type has no generated name */
  readonly naming?: Naming;
  /** Checks the inputs before anything is created. Values that are not known yet pass. @default all inputs are valid */
  readonly inputs?: ZodType;
  create(resource: Registration, context: ResourceContext<Api>): Provided;
  /** Reads an existing resource by `resource.readId`. @default only resources that the program creates exist */
  read?(resource: Registration, context: ResourceContext<Api>): Provided;
  /** Corrects the difference that the create-only inputs of the type make. @default it is right */
  diff?(resource: Registration, existing: ExistingResource, difference: Difference): Difference;
  /** Changes the resource in place. Its id stays. @default an update fails with BL-A014 */
  update?(resource: Registration, existing: ExistingResource, context: ResourceContext<Api>): Provided;
  /** Deletes what is deleted already without an error. @default the resource only leaves the state */
  delete?(existing: ExistingResource, context: ResourceContext<Api>): void | Promise<void>;
  /** Whether the service still has it: somebody may have deleted it over the wire. Undefined: unknown. @default it has */
  exists?(
    existing: ExistingResource,
    context: ResourceContext<Api>,
  ): boolean | undefined | Promise<boolean | undefined>;
  /** Puts a resource of an earlier session back into the service, which has only its files. @default it is created again */
  restore?(existing: ExistingResource, context: ResourceContext<Api>): void | Promise<void>;
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
