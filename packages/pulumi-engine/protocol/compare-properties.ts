import { type Archive, type Asset, isAsset } from "./assets.ts";
import { type PropertyMap, type PropertyValue, ResourceReference, Unknown } from "./property.ts";
import { memberPath } from "./property-path.ts";

/**
 * Paths at which new properties differ from old ones, in Pulumi's notation, down to the smallest values. An unknown value differs
 * from any other. `null` is the same as an absent property. Assets with the same hash are equal.
 * @example changedPaths({ tags: { a: "1" } }, { tags: { a: "2" }, size: 3 }); // ["tags.a", "size"]
 */
export function changedPaths(old: PropertyMap, current: PropertyMap): string[] {
  return [...mapChanges(old, current, "")];
}

/** Tells whether two values are equal in the sense of `changedPaths`. */
export function sameValue(old: PropertyValue, current: PropertyValue): boolean {
  return valueChanges(old, current, "").next().done === true;
}

function* mapChanges(old: PropertyMap, current: PropertyMap, path: string): Generator<string> {
  for (const key of new Set([...Object.keys(old), ...Object.keys(current)]))
    yield* valueChanges(old[key] ?? null, current[key] ?? null, memberPath(path, key));
}

function* valueChanges(old: PropertyValue, current: PropertyValue, path: string): Generator<string> {
  if (Array.isArray(old) && Array.isArray(current)) {
    for (let index = 0; index < Math.max(old.length, current.length); index++) {
      const [before, after] = [old[index], current[index]];
      if (before === undefined || after === undefined) yield memberPath(path, index);
      else yield* valueChanges(before, after, memberPath(path, index));
    }
  } else if (isMap(old) && isMap(current)) yield* mapChanges(old, current, path);
  else if (!sameLeaf(old, current)) yield path;
}

function sameLeaf(old: PropertyValue, current: PropertyValue): boolean {
  if (old instanceof Unknown || current instanceof Unknown) return false;
  if (isAsset(old) && isAsset(current)) {
    if (old.hash !== undefined && current.hash !== undefined) return old.hash === current.hash;
    return old.constructor === current.constructor && content(old) === content(current);
  }
  if (old instanceof ResourceReference && current instanceof ResourceReference)
    return old.urn === current.urn && sameValue(old.id ?? null, current.id ?? null);
  return old === current;
}

function content(asset: Asset | Archive): string {
  return JSON.stringify({ ...asset, hash: undefined });
}

/** A plain map; not an asset, a reference or an unknown value, whose classes stand for one value. */
export function isMap(value: PropertyValue | undefined): value is PropertyMap {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
