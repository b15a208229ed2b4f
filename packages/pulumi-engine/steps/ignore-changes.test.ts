import { expect } from "chai";
import type { PropertyMap } from "../protocol/property.ts";
import { ignoreChanges } from "./ignore-changes.ts";

describe("ignored changes", () => {
  const cases: readonly [string, string, PropertyMap, PropertyMap, PropertyMap][] = [
    ["keep a value", "a", { a: 1, b: 1 }, { a: 2, b: 2 }, { a: 1, b: 2 }],
    ["keep what is gone", "a", { a: 1 }, {}, { a: 1 }],
    ["remove what is new", "a", {}, { a: 1 }, {}],
    [
      "keep a nested value",
      'a["b.c"].d',
      { a: { "b.c": { d: 1 } } },
      { a: { "b.c": { d: 2 } } },
      { a: { "b.c": { d: 1 } } },
    ],
    ["do nothing below what is gone", "a.b", { a: { b: 1 } }, {}, {}],
    ["do nothing below what is new", "a.b", {}, { a: { b: 1 } }, { a: { b: 1 } }],
    ["keep an item", "a[1]", { a: [1, 2] }, { a: [3, 4, 5] }, { a: [3, 2, 5] }],
    ["add and remove no item", "a[1]", { a: [1, 2] }, { a: [3] }, { a: [3] }],
    [
      "keep a member of each item",
      "a[*].b",
      { a: [{ b: 1 }, { b: 2 }] },
      { a: [{ b: 3, c: 3 }] },
      { a: [{ b: 1, c: 3 }] },
    ],
    ["keep each item", "a[*]", { a: [1, 2] }, { a: [3, 4] }, { a: [1, 2] }],
    ["keep each member", "a.*", { a: { b: 1, c: 1 } }, { a: { b: 2, d: 2 } }, { a: { b: 1, c: 1 } }],
    ["skip what is not a path", "a[", { a: 1 }, { a: 2 }, { a: 2 }],
    ["skip a member of what is not a map", "a.b", { a: 1 }, { a: 2 }, { a: 2 }],
  ];
  for (const [title, path, old, inputs, expected] of cases)
    it(title, () => expect(ignoreChanges(inputs, old, [path])).to.deep.equal(expected));
});
