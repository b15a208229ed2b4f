import {
  changedPaths,
  type Difference,
  type ExistingResource,
  type PropertyMap,
  type Registration,
} from "@batchline/pulumi-engine";
import { defaultsKey } from "./naming.ts";
import type { ResourceType } from "./resource-type.ts";

/** How checked inputs differ from the existing resource. */
export function differenceOf(
  { inputs }: Registration,
  existing: ExistingResource,
  { naming }: ResourceType<unknown>,
): Difference {
  const changed = changedPaths(withoutDefaults(existing.inputs), withoutDefaults(inputs));
  const nameInput = naming && (naming.input ?? "name");
  const replaces = changed.filter((path) => path === nameInput);
  return { changed, replaces };
}

function withoutDefaults({ [defaultsKey]: _, ...inputs }: PropertyMap): PropertyMap {
  return inputs;
}
