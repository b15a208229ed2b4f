import { type PropertyMap, type PropertyValue, ResourceReference, Unknown } from "./property.ts";

/**
 * The properties as providers and analyzers get them: a reference to a resource becomes its id, or its URN if it has none.
 *
 * @example withoutReferences({ vpc: new ResourceReference("urn:…", "vpc-1") }); // { vpc: "vpc-1" }
 */
export function withoutReferences(properties: PropertyMap): PropertyMap {
  return Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, dereferenced(value)]));
}

function dereferenced(value: PropertyValue): PropertyValue {
  if (value instanceof ResourceReference) return value.id ?? value.urn;
  if (Array.isArray(value)) return value.map(dereferenced);
  if (value === null || typeof value !== "object" || value instanceof Unknown) return value;
  // Assets stay as they are.
  return Object.getPrototypeOf(value) === Object.prototype ? withoutReferences(value as PropertyMap) : value;
}
