import { validation } from "../errors.ts";
import {
  type AttributeValue,
  attributeOf,
  type Item,
  type SetType,
  setOf,
} from "../values/attribute-value.ts";
import { add, negated } from "../values/decimal.ts";
import type { Path, PathNode, PathTree } from "./path-tree.ts";
import { valueAt } from "./paths.ts";

/** What SET sets an attribute to. */
export type Source =
  | { readonly kind: "path"; readonly path: Path }
  | { readonly kind: "value"; readonly value: AttributeValue }
  | { readonly kind: "+" | "-" | "list_append"; readonly left: Source; readonly right: Source }
  | { readonly kind: "if_not_exists"; readonly path: Path; readonly otherwise: Source };

/** What happens at one path. */
export type Change =
  | { readonly kind: "set"; readonly to: Source }
  | { readonly kind: "remove" }
  | { readonly kind: "add" | "delete"; readonly value: AttributeValue }
  /** `ADD` and `DELETE` of AttributeUpdates. `ADD` also joins lists. */
  | { readonly kind: "join" | "part"; readonly value: AttributeValue };

export type Update = PathTree<Change>;

/**
 * The item after an update. Sources are read, and indexes are counted, in the item before. Throws ValidationException.
 * @param before undefined for an item that is created; `key` is then all that it has
 */
export function updated(before: Item | undefined, key: Item, update: Update): Item {
  const item = before ?? key;
  return changedMap(item, update.root, { item, isNew: before === undefined });
}

interface Context {
  readonly item: Item;
  readonly isNew: boolean;
}

function changedMap(map: Item, node: PathNode<Change>, context: Context): Item {
  const after: Record<string, AttributeValue> = { ...map };
  for (const [name, branch] of node.branches) {
    const value = changed(attributeOf(map, String(name)), branch, context);
    if (value === undefined) delete after[name];
    else after[name] = value;
  }
  return after;
}

function changed(
  value: AttributeValue | undefined,
  node: PathNode<Change>,
  context: Context,
): AttributeValue | undefined {
  if (node.value !== undefined) return applied(value, node.value, context);
  const [first] = node.branches.keys();
  if (value?.M && typeof first === "string") return { M: changedMap(value.M, node, context) };
  if (value?.L && typeof first === "number") return { L: changedList(value.L, node, context) };
  // AWS takes the removal of a part of what is not there, if the whole item is not there.
  if (context.isNew && value === undefined && removesOnly(node)) return undefined;
  throw validation("The document path provided in the update expression is invalid for update");
}

function changedList(
  list: readonly AttributeValue[],
  node: PathNode<Change>,
  context: Context,
): AttributeValue[] {
  const after: (AttributeValue | undefined)[] = [...list];
  const branches = [...node.branches].sort(([a], [b]) => Number(a) - Number(b));
  for (const [index, branch] of branches) {
    const value = changed(list[Number(index)], branch, context);
    // What is set behind the end is appended.
    after[Math.min(Number(index), after.length)] = value;
  }
  return after.filter((value) => value !== undefined);
}

function removesOnly(node: PathNode<Change>): boolean {
  if (node.value !== undefined) return node.value.kind === "remove";
  return [...node.branches.values()].every(removesOnly);
}

function applied(
  value: AttributeValue | undefined,
  change: Change,
  context: Context,
): AttributeValue | undefined {
  switch (change.kind) {
    case "set":
      return sourceValue(change.to, context.item);
    case "remove":
      return undefined;
    case "add":
      return added(value, change.value, wrongOperand);
    case "delete":
      return without(value, change.value, wrongOperand);
    case "part":
      return without(value, change.value, typeMismatch);
    case "join": {
      const { L: list } = change.value;
      if (list === undefined) return added(value, change.value, typeMismatch);
      if (value !== undefined && value.L === undefined) throw validation(typeMismatch);
      return { L: [...(value?.L ?? []), ...list] };
    }
  }
}

function added(value: AttributeValue | undefined, more: AttributeValue, mismatch: string): AttributeValue {
  if (value === undefined) return more;
  if (value.N !== undefined && more.N !== undefined) return { N: add(value.N, more.N) };
  const [type, members, others] = sameSets(value, more, mismatch);
  return { [type]: [...new Set([...members, ...others])] };
}

function without(
  value: AttributeValue | undefined,
  less: AttributeValue,
  mismatch: string,
): AttributeValue | undefined {
  if (value === undefined) return undefined;
  const [type, members, others] = sameSets(value, less, mismatch);
  const gone = new Set(others);
  const left = members.filter((member) => !gone.has(member));
  return left.length === 0 ? undefined : { [type]: left };
}

function sameSets(value: AttributeValue, other: AttributeValue, mismatch: string) {
  const [set, others] = [setOf(value), setOf(other)];
  if (set === undefined || set[0] !== others?.[0]) throw validation(mismatch);
  return [set[0], set[1], others[1]] as const satisfies readonly [SetType, ...unknown[]];
}

function sourceValue(source: Source, item: Item): AttributeValue {
  switch (source.kind) {
    case "value":
      return source.value;
    case "path": {
      const value = valueAt(item, source.path);
      if (value === undefined)
        throw validation("The provided expression refers to an attribute that does not exist in the item");
      return value;
    }
    case "if_not_exists":
      return valueAt(item, source.path) ?? sourceValue(source.otherwise, item);
    default: {
      const [left, right] = [sourceValue(source.left, item), sourceValue(source.right, item)];
      if (source.kind === "list_append") {
        if (!left.L || !right.L) throw validation(wrongOperand);
        return { L: [...left.L, ...right.L] };
      }
      if (left.N === undefined || right.N === undefined) throw validation(wrongOperand);
      return { N: add(left.N, source.kind === "+" ? right.N : negated(right.N)) };
    }
  }
}

const wrongOperand = "An operand in the update expression has an incorrect data type";
const typeMismatch = "Type mismatch for attribute to update";
