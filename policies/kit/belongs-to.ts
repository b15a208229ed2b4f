import type { StackResource } from "./rule.ts";

/**
 * Whether a resource, such as the policy of a role, is of that owner. One that refers to resources of the owner's type is
 * found by them, also before names are known; another by the name that it gives. Throws an UnknownValueError where such a
 * name is known only after deployment.
 *
 * @param property Of the resource: where it refers to its owner. @example "bucket"
 * @param ownersName Of the owner: the property with its name. @example "bucket"
 */
export function belongsTo(
  resource: StackResource<unknown>,
  property: string,
  owner: StackResource<unknown>,
  ownersName: string,
): boolean {
  const referred = (resource.propertyDependencies[property] ?? []).filter(({ type }) => type === owner.type);
  if (referred.length > 0) return referred.some(({ urn }) => urn === owner.urn);
  const name = text(resource.props, property);
  return name !== undefined && name === text(owner.props, ownersName);
}

function text(props: unknown, property: string): string | undefined {
  const value = (props as Readonly<Record<string, unknown>>)[property];
  return typeof value === "string" ? value : undefined;
}
