import type { PropertyMap } from "../engine/property.ts";
import type { ChildResource } from "../engine/provider.ts";
import type { Registration } from "../engine/registration.ts";
import { childUrn } from "../engine/urn.ts";

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
