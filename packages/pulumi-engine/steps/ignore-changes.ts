import { isMap } from "../protocol/compare-properties.ts";
import type { PropertyMap, PropertyValue } from "../protocol/property.ts";
import { type PropertyPath, parsePath } from "../protocol/property-path.ts";

/**
 * New inputs with the old values at the paths of `ignoreChanges`. A path that would add or remove a list's item, or whose
 * surroundings are new or gone, has no effect, as with Pulumi: `PropertyPath.Reset` of
 * https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/properties_path.go
 */
export function ignoreChanges(inputs: PropertyMap, old: PropertyMap, paths: readonly string[]): PropertyMap {
  return paths.reduce((changed, text) => {
    const path = parsePath(text);
    const reset = path && resetAt(path, old, changed);
    return isMap(reset) ? reset : changed;
  }, inputs);
}

/** The new value with the old one at the path. */
function resetAt(path: PropertyPath, old: PropertyValue | undefined, current: PropertyValue): PropertyValue {
  const [key, ...rest] = path;
  if (key === undefined || old === undefined) return current;
  if (isList(old) && isList(current)) {
    if (typeof key === "number") return resetItem(key, rest, old, current);
    return key === "*" ? current.map((item, index) => replaced(rest, old[index], item)) : current;
  }
  if (!isMap(old) || !isMap(current)) return current;
  if (key === "*")
    return [...new Set([...Object.keys(old), ...Object.keys(current)])].reduce<PropertyMap>(
      (map, member) => resetMember(member, rest, old, map),
      current,
    );
  return typeof key === "string" ? resetMember(key, rest, old, current) : current;
}

function resetItem(
  index: number,
  rest: PropertyPath,
  old: readonly PropertyValue[],
  current: readonly PropertyValue[],
): PropertyValue {
  return current.map((item, place) => (place === index ? replaced(rest, old[index], item) : item));
}

function resetMember(key: string, rest: PropertyPath, old: PropertyMap, current: PropertyMap): PropertyMap {
  const { [key]: before, ...others } = current;
  const after = old[key];
  if (rest.length === 0) return after === undefined ? others : { ...current, [key]: after };
  return before === undefined || after === undefined
    ? current
    : { ...current, [key]: resetAt(rest, after, before) };
}

function replaced(rest: PropertyPath, old: PropertyValue | undefined, current: PropertyValue): PropertyValue {
  if (old === undefined) return current;
  return rest.length === 0 ? old : resetAt(rest, old, current);
}

function isList(value: PropertyValue): value is readonly PropertyValue[] {
  return Array.isArray(value);
}
