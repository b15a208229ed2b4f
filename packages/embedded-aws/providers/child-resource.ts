import type { ChildResource, PropertyMap, Registration } from "@batchline/pulumi-engine";
import { childUrn } from "@batchline/pulumi-engine";

/** A resource that a remote component makes as a part of itself. */
export function childOf(
  parent: Pick<Registration, "urn">,
  type: string,
  name: string,
  id: string,
  outputs: PropertyMap,
): ChildResource {
  return { urn: childUrn(parent.urn, type, name), type, name, id, outputs };
}
