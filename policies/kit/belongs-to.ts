import type { StackResource } from "./rule.ts";

/** Whether a resource, such as the policy of a role, belongs to that owner. A reference to a resource decides, and
 * works before names are known; without one the owner's name decides.
 * @param property The resource's property that refers to its owner.
 * @param ownersName The owner's property with its name.
 * @throws UnknownValueError for a name that is known only after deployment.
 * @example belongsTo(policy, "role", role, "name") */
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
