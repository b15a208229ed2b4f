import {
  changedPaths,
  containsPath,
  type Difference,
  type ExistingResource,
  type PropertyMap,
  type PropertyValue,
  type Registration,
} from "@batchline/pulumi-engine";
import { createOnlyInputs, isDeletedBeforeReplaced } from "./create-only.ts";
import { defaultsKey, type Naming, nameInput } from "./naming.ts";

/**
 * How checked inputs differ from the existing resource. Changes of create-only inputs need a new resource.
 * @param region Of inputs without a region.
 */
export function differenceOf(
  { type, inputs }: Registration,
  existing: ExistingResource,
  { naming, region }: { readonly naming?: Naming | undefined; readonly region: string },
): Difference {
  const [old, current] = [compared(existing.inputs, region), compared(inputs, region)];
  const changed = changedPaths(old, current);
  const createOnly = createOnlyInputs(type);
  const replaces = changed.filter((path) =>
    createOnly.some(
      (input) =>
        containsPath(input, path) || (containsPath(path, input) && (has(old, input) || has(current, input))),
    ),
  );
  return { changed, replaces, ...replacedOldFirst(replaces, type, inputs, naming) };
}

/** The difference if the changed inputs that `needs` accepts also need a new resource. */
export function alsoReplacing(
  difference: Difference,
  { type, inputs }: Registration,
  naming: Naming | undefined,
  needs: (path: string) => boolean,
): Difference {
  const { changed } = difference;
  const replaces = changed.filter((path) => difference.replaces.includes(path) || needs(path));
  return { ...difference, replaces, ...replacedOldFirst(replaces, type, inputs, naming) };
}

function replacedOldFirst(
  replaces: readonly string[],
  type: string,
  inputs: PropertyMap,
  naming: Naming | undefined,
): Pick<Difference, "deleteBeforeReplace"> {
  const oldFirst = isDeletedBeforeReplaced(type) || (naming !== undefined && isNamed(inputs, naming));
  return replaces.length > 0 && oldFirst ? { deleteBeforeReplace: true } : {};
}

function compared({ [defaultsKey]: _, ...inputs }: PropertyMap, region: string): PropertyMap {
  return { region, ...inputs };
}

/**
 * Whether the program itself names the resource. As in Pulumi's provider, also another name does not let both exist:
 * nameRequiresDeleteBeforeReplace of https://github.com/pulumi/pulumi-terraform-bridge/blob/main/pkg/tfbridge/schema.go
 */
function isNamed({ [defaultsKey]: generated, ...inputs }: PropertyMap, naming: Naming): boolean {
  const input = nameInput(naming);
  return inputs[input] !== undefined && Array.isArray(generated) && !generated.includes(input);
}

/** Whether there is a value at a path of map keys. */
function has(inputs: PropertyMap, path: string): boolean {
  let value: PropertyValue | undefined = inputs;
  for (const key of path.split("."))
    value =
      typeof value === "object" && value !== null
        ? Object.entries(value).find(([k]) => k === key)?.[1]
        : undefined;
  return value !== undefined && value !== null;
}
