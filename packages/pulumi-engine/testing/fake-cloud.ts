import { changedPaths } from "../protocol/compare-properties.ts";
import type { PropertyMap } from "../protocol/property.ts";
import type {
  CheckContext,
  CheckedInputs,
  Difference,
  ExistingResource,
  ProvidedResource,
  Provider,
} from "../registrations/provider.ts";
import type { Registration } from "../registrations/registration.ts";

/**
 * A provider whose resources refuse what a cloud refuses: a name that exists, and the deletion of what another resource uses. An
 * input `zone` or `name` is create-only. The input `uses` has ids of other resources. The id is the name.
 */
export class FakeCloud implements Provider {
  readonly resources = new Map<string, PropertyMap>();
  /** `create web-1a2b3c4`, `update …`, `delete …`. */
  readonly log: string[] = [];
  /** Calls that fail: `create web` for a resource with the logical name `web`. */
  readonly broken = new Set<string>();

  async check(resource: Registration, { old, autoname, seed }: CheckContext): Promise<CheckedInputs> {
    const generated = autoname?.name ?? `${resource.name}-${Buffer.from(seed).toString("hex").slice(0, 7)}`;
    const { size = 1 } = resource.inputs;
    const failures = size === 0 ? [{ property: "size", reason: "it is at least 1" }] : [];
    return { inputs: { name: old?.name ?? generated, ...resource.inputs }, failures };
  }

  async diff(resource: Registration, existing: ExistingResource): Promise<Difference> {
    const changed = changedPaths(existing.inputs, resource.inputs);
    const replaces = changed.filter((path) => path === "zone" || path === "name");
    // A resource whose name the program gives cannot exist twice.
    const deleteBeforeReplace = resource.inputs.fixed === true;
    return { changed, replaces, deleteBeforeReplace, recomputes: ["version"] };
  }

  async create(resource: Registration): Promise<ProvidedResource> {
    const id = String(resource.inputs.name);
    this.#call("create", resource, id);
    if (this.resources.has(id)) throw new Error(`${id} already exists`);
    for (const used of usesOf(resource.inputs))
      if (!this.resources.has(used)) throw new Error(`${used} does not exist`);
    this.resources.set(id, resource.inputs);
    return { id, outputs: { arn: `arn:${id}`, version: 1 } };
  }

  async update(resource: Registration, { id, outputs }: ExistingResource): Promise<ProvidedResource> {
    this.#call("update", resource, id);
    this.resources.set(id, resource.inputs);
    return { id, outputs: { arn: `arn:${id}`, version: Number(outputs.version) + 1 } };
  }

  async delete(existing: ExistingResource): Promise<void> {
    this.#call("delete", existing, existing.id);
    const users = [...this.resources].filter(([, inputs]) => usesOf(inputs).includes(existing.id));
    if (users.length > 0) throw new Error(`${existing.id} is used by ${users[0]?.[0]}`);
    this.resources.delete(existing.id);
  }

  async read({ readId = "" }: Registration) {
    const inputs = this.resources.get(readId);
    if (inputs === undefined) return undefined;
    return { id: readId, inputs, outputs: { ...inputs, arn: `arn:${readId}`, version: 1 } };
  }

  /** `outer` has a child `inner` with the component's inputs. */
  async construct(component: Registration, { register }: Parameters<NonNullable<Provider["construct"]>>[1]) {
    const child = { type: "cloud:index:Thing", name: `${component.name}-inner`, inputs: component.inputs };
    const { id = null } = await register(child);
    return { innerId: id };
  }

  #call(operation: string, { name }: Registration, id: string): void {
    this.log.push(`${operation} ${id}`);
    if (this.broken.has(`${operation} ${name}`)) throw new Error(`${operation} fails`);
  }
}

function usesOf({ uses }: PropertyMap): string[] {
  return Array.isArray(uses) ? uses.map(String) : [];
}
