import type { PropertyMap, PropertyValue, RegisteredResource } from "@batchline/pulumi-engine";
import type { ProgramRun } from "@batchline/pulumi-engine/testing";

/** A run or a deployment. */
type Run = Omit<ProgramRun, "resources"> & { readonly resources: readonly RegisteredResource[] };

/** What a program registered, by type and name. */
export class Registrations {
  readonly run: Run;

  constructor(run: Run) {
    this.run = run;
  }

  /** The one resource of the type, in full or its last part, with that name. */
  get(type: string, name: string): RegisteredResource {
    const found = this.all(type).filter((resource) => resource.name === name);
    if (found.length === 1) return found[0] as RegisteredResource;
    throw new Error(`${found.length} resources of type ${type} are named ${name}`);
  }

  all(type: string): RegisteredResource[] {
    return this.run.resources.filter(
      (resource) => resource.type === type || resource.type.endsWith(`:${type}`),
    );
  }

  /** `type name` of what the resource waits for. */
  dependencies(resource: RegisteredResource): string[] {
    return resource.dependencies.map((urn) => this.#title(urn)).toSorted();
  }

  /** The names of the component's parents, the outermost first, and its own. */
  path(resource: RegisteredResource): string[] {
    const parent = this.run.resources.find(({ urn }) => urn === resource.parent);
    return parent === undefined || parent.type === "pulumi:pulumi:Stack"
      ? [resource.name]
      : [...this.path(parent), resource.name];
  }

  #title(urn: string): string {
    const { type, name } = this.run.resources.find((resource) => resource.urn === urn) as RegisteredResource;
    return `${type.slice(type.lastIndexOf(":") + 1)} ${name}`;
  }
}

/** A policy as the API gets it. */
export interface Policy {
  readonly Version: string;
  readonly Statement: readonly Readonly<Record<string, unknown>>[];
}

export function json<T = Policy>(value: PropertyValue | undefined): T {
  if (typeof value !== "string") throw new TypeError(`expected JSON text, got ${JSON.stringify(value)}`);
  return JSON.parse(value) as T;
}

export function record(value: PropertyValue | undefined): PropertyMap {
  return value as PropertyMap;
}
