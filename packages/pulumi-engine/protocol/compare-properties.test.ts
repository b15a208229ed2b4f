import { expect } from "chai";
import fc from "fast-check";
import { AssetArchive, FileArchive, StringAsset } from "./assets.ts";
import { changedPaths, sameValue } from "./compare-properties.ts";
import { type PropertyMap, ResourceReference, unknown } from "./property.ts";
import { containsPath, parsePath } from "./property-path.ts";

describe("changed paths", () => {
  const cases: readonly [string, PropertyMap, PropertyMap, readonly string[]][] = [
    ["names nothing if nothing changed", { a: { b: [1, "x"] } }, { a: { b: [1, "x"] } }, []],
    ["names the smallest value that changed", { a: { b: [1, 2] } }, { a: { b: [1, 3] } }, ["a.b[1]"]],
    ["names added and removed members", { a: { x: 1 } }, { a: { y: 1 } }, ["a.x", "a.y"]],
    ["names added and removed items", { a: [1, null], b: [] }, { a: [1], b: [2] }, ["a[1]", "b[0]"]],
    ["quotes keys that are not plain names", { t: { "a.b": 1 } }, { t: { "a.b": 2 } }, ['t["a.b"]']],
    ["names a value of another kind", { a: [1] }, { a: { x: 1 } }, ["a"]],
    ["ignores null against absent", { a: null, b: {} }, { b: { c: null } }, []],
    ["takes an unknown value as changed", { a: unknown }, { a: unknown }, ["a"]],
    [
      "compares references to resources by URN and id",
      { a: new ResourceReference("urn:a", "1"), b: new ResourceReference("urn:b", "1") },
      { a: new ResourceReference("urn:a", "1"), b: new ResourceReference("urn:b", "2") },
      ["b"],
    ],
    [
      "compares assets by their hashes",
      { a: new FileArchive("dist/1", "h"), b: new FileArchive("dist", "h1") },
      { a: new FileArchive("dist/2", "h"), b: new FileArchive("dist", "h2") },
      ["b"],
    ],
    [
      "compares assets without hashes by their source",
      { a: new AssetArchive({ x: new StringAsset("1") }), b: new StringAsset("1", "h") },
      { a: new AssetArchive({ x: new StringAsset("2") }), b: new StringAsset("1") },
      ["a"],
    ],
  ];
  for (const [title, old, current, expected] of cases)
    it(title, () => expect(changedPaths(old, current)).to.deep.equal(expected));

  it("lead to values that differ", () => {
    // An item that is null differs from an absent one, but a member does not.
    const value = fc
      .jsonValue({ maxDepth: 3 })
      .map((one) => JSON.parse(JSON.stringify(one).replaceAll("null", "0")));
    const json = fc.dictionary(fc.string(), value, { noNullPrototype: true });
    fc.assert(
      fc.property(json, json, (a, b) => {
        const [old, current] = [a, b] as [PropertyMap, PropertyMap];
        for (const path of changedPaths(old, current)) {
          const keys = parsePath(path) ?? [];
          expect(sameValue(at(old, keys), at(current, keys))).to.equal(false);
        }
      }),
    );
  });
});

describe("a path", () => {
  it("contains what is at it and below it", () => {
    expect(containsPath("tags", "tags")).to.equal(true);
    expect(containsPath("tags", "tags.team")).to.equal(true);
    expect(containsPath("rules[*].cidr", 'rules[3]["cidr"][0]')).to.equal(true);
    expect(containsPath("tags.team", "tags")).to.equal(false);
    expect(containsPath("tag", "tags")).to.equal(false);
  });

  it("is not every text", () => {
    for (const text of [".a", "a[", "a[x]", 'a["b', "a["]) expect(parsePath(text)).to.equal(undefined);
  });
});

/** Absent values are null. */
function at(value: unknown, path: readonly (string | number)[]): PropertyMap[string] {
  return (path.reduce<unknown>((inner, key) => (inner as Record<string, unknown>)?.[key], value) ??
    null) as PropertyMap[string];
}
