import type { PropertyMap, ProvidedResource, Registration } from "@batchline/pulumi-engine";
import type { PhysicalNames } from "./physical-name.ts";

/** One run of a Pulumi program, as its resources see it. */
export interface Deployment {
  readonly region: string;
  /** Absolute path of the project: relative paths in assets and build contexts start there. */
  readonly root: string;
  readonly names: PhysicalNames;
  /** Reports something to the person who deploys, about a resource that is created all the same. */
  warn(resource: Registration, message: string): void;
}

export interface ResourceContext<Api> extends Deployment {
  /**
   * Undefined in a preview: the resource then only computes its id and outputs. An argument that may be refused is computed
   * before the call, because `service?.put(parse(text))` skips `parse` too.
   */
  readonly service: Api | undefined;
}

type Provided = ProvidedResource | Promise<ProvidedResource>;

/** A type of Pulumi resource. Members are those of Pulumi's provider protocol; the optional ones are not called yet, except `read`. */
export interface ResourceType<Api> {
  /** Creates the resource. Throws when AWS would refuse it; the engine adds the resource's name. */
  create(resource: Registration, context: ResourceContext<Api>): Provided;
  /** Reads an existing resource by `resource.readId`. @default only resources that the program creates exist */
  read?(resource: Registration, context: ResourceContext<Api>): Provided;
  /** Validates the inputs and fills in names and defaults. @default the inputs are valid as they are */
  check?(inputs: PropertyMap, context: ResourceContext<Api>): PropertyMap;
  /** Compares the inputs of the last deployment with new ones. @default every change replaces the resource */
  diff?(old: PropertyMap, inputs: PropertyMap): ResourceDiff;
  /** Changes the resource in place to its new inputs. @default it is replaced */
  update?(resource: Registration, old: PropertyMap, context: ResourceContext<Api>): Provided;
  /** Deletes the resource. @default it only leaves the state */
  delete?(id: string, inputs: PropertyMap, context: ResourceContext<Api>): void | Promise<void>;
}

export interface ResourceDiff {
  /** Names of the inputs that changed. */
  readonly changed: readonly string[];
  /** Those of them that only a new resource can have. */
  readonly replaces: readonly string[];
}

/** Type token, for example `aws:s3/bucket:Bucket` → the type. */
export type ResourceTypes<Api> = Readonly<Record<string, ResourceType<Api>>>;
