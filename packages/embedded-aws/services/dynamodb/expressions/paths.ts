import { type AttributeValue, attributeOf, type Item } from "../values/attribute-value.ts";
import type { Path, PathNode, PathTree } from "./path-tree.ts";

/** The value at a path; undefined for none. */
export function valueAt(item: Item, [name, ...steps]: Path): AttributeValue | undefined {
  let value = attributeOf(item, String(name));
  for (const step of steps) {
    if (value === undefined) return undefined;
    value = typeof step === "number" ? value.L?.[step] : value.M && attributeOf(value.M, step);
  }
  return value;
}

/** The parts of an item that paths name. Elements of lists keep their order, not their places. */
export function project(item: Item, paths: PathTree<unknown>): Item {
  return branchesOf(item, paths.root);
}

function branchesOf(item: Item, { branches }: PathNode<unknown>): Item {
  const parts: Record<string, AttributeValue> = {};
  for (const [name, node] of branches) {
    const part = partOf(attributeOf(item, String(name)), node);
    if (part !== undefined) parts[name] = part;
  }
  return parts;
}

function partOf(value: AttributeValue | undefined, node: PathNode<unknown>): AttributeValue | undefined {
  if (value === undefined || node.branches.size === 0) return value;
  if (value.M) {
    const M = branchesOf(value.M, node);
    return Object.keys(M).length === 0 ? undefined : { M };
  }
  const { L: list = [] } = value;
  const L = [...node.branches]
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([index, branch]) => (typeof index === "number" ? partOf(list[index], branch) : undefined))
    .filter((part) => part !== undefined);
  return L.length === 0 ? undefined : { L };
}
