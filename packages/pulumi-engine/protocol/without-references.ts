import { type PropertyMap, type PropertyValue, ResourceReference, Unknown } from "./property.ts";

/** Properties as Pulumi's engine hands them to providers and analyzers: a reference to a resource is its id, or its URN. */
export function withoutReferences(properties: PropertyMap): PropertyMap {
  return Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, dereferenced(value)]));
}

function dereferenced(value: PropertyValue): PropertyValue {
  if (value instanceof ResourceReference) return value.id ?? value.urn;
  if (Array.isArray(value)) return value.map(dereferenced);
  if (value === null || typeof value !== "object" || value instanceof Unknown) return value;
  // Assets are left as they are.
  return Object.getPrototypeOf(value) === Object.prototype ? withoutReferences(value as PropertyMap) : value;
}
