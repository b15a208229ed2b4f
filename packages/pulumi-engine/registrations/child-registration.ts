import { topLevelOf } from "../protocol/property-path.ts";
import type { ChildRegistration } from "./provider.ts";
import { type Registration, withoutOptions } from "./registration.ts";
import { childUrn } from "./urn.ts";

/**
 * The registration of a child of a remote component, which passes on its option `protect`, as Pulumi's SDK does. An input of both
 * that is secret in the component is secret in the child.
 */
export function childRegistration(
  component: Registration,
  { type, name, inputs, parent = component.urn, propertyDependencies = {} }: ChildRegistration,
  provider: string | undefined,
): Registration {
  const { sourcePosition } = component;
  const secretInputs = component.secretInputs.filter((path) => Object.hasOwn(inputs, topLevelOf(path)));
  const { protect } = component.options;
  return {
    ...withoutOptions,
    ...{ urn: childUrn(parent, type, name), type, name, kind: "custom", inputs, secretInputs, parent },
    dependencies: [
      ...new Set([component.dependencies, ...Object.values(propertyDependencies)].flat()),
    ].toSorted(),
    propertyDependencies,
    options: protect === undefined ? {} : { protect },
    ...(provider === undefined ? {} : { provider }),
    ...(sourcePosition === undefined ? {} : { sourcePosition }),
  };
}
