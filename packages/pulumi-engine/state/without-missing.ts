import { defined } from "@batchline/diagnostics";
import type { StateResource } from "./state-resource.ts";

/**
 * What is left of a state, without references to what is gone. A parent that is gone is replaced by the nearest one around it.
 * @param former All resources, in their order.
 */
export function withoutMissing(
  left: readonly StateResource[],
  former: readonly StateResource[],
): StateResource[] {
  const urns = new Set(left.map(({ urn }) => urn));
  const parents = new Map(former.map(({ urn, parent }) => [urn, parent]));
  const nearest = (urn: string | undefined): string | undefined =>
    urn === undefined || urns.has(urn) ? urn : nearest(parents.get(urn));
  return left.map(({ parent, ...resource }) => ({
    ...withoutOthers(resource, (urn) => urns.has(urn)),
    ...defined({ parent: nearest(parent) }),
  }));
}

function withoutOthers(
  resource: Omit<StateResource, "parent">,
  has: (urn: string) => boolean,
): Omit<StateResource, "parent"> {
  const { dependencies, propertyDependencies, options } = resource;
  const { deletedWith, replaceWith, ...others } = options;
  return {
    ...resource,
    dependencies: dependencies.filter(has),
    propertyDependencies: Object.fromEntries(
      Object.entries(propertyDependencies).map(([name, urns]) => [name, urns.filter(has)]),
    ),
    options: {
      ...others,
      ...defined({
        deletedWith: deletedWith !== undefined && has(deletedWith) ? deletedWith : undefined,
        replaceWith: replaceWith?.filter(has),
      }),
    },
  };
}
