import { type AttributeType, type AttributeValue, type Item, typeOf } from "../values/attribute-value.ts";
import { contains, equal, order, startsWith } from "../values/compare.ts";
import type { Path } from "./path-tree.ts";
import { valueAt } from "./paths.ts";

export type Comparator = "=" | "<>" | "<" | "<=" | ">" | ">=";

/** What a condition compares. */
export type Operand =
  | { readonly kind: "path"; readonly path: Path }
  | { readonly kind: "value"; readonly value: AttributeValue }
  | { readonly kind: "size"; readonly of: Operand };

/** A condition on an item. */
export type Condition =
  | { readonly kind: "and" | "or"; readonly left: Condition; readonly right: Condition }
  | { readonly kind: "not"; readonly of: Condition }
  | { readonly kind: "compare"; readonly by: Comparator; readonly left: Operand; readonly right: Operand }
  | { readonly kind: "between"; readonly of: Operand; readonly low: Operand; readonly high: Operand }
  | { readonly kind: "in"; readonly of: Operand; readonly options: readonly Operand[] }
  | { readonly kind: "attribute_exists" | "attribute_not_exists"; readonly path: Path }
  | { readonly kind: "attribute_type"; readonly of: Operand; readonly type: string }
  | { readonly kind: "begins_with"; readonly of: Operand; readonly prefix: Operand }
  | { readonly kind: "contains"; readonly of: Operand; readonly part: Operand };

/** The conditions of `a AND b AND c`. A legacy request can have more than the stack is deep. */
function chained(condition: Extract<Condition, { kind: "and" | "or" }>): Condition[] {
  const parts: Condition[] = [];
  let first: Condition = condition;
  for (; first.kind === condition.kind; first = first.left) parts.push(first.right);
  return [first, ...parts.reverse()];
}

/** Whether an item meets a condition. An absent item has no attributes. What is absent equals nothing, and has no order. */
export function meets(item: Item, condition: Condition): boolean {
  const value = (operand: Operand) => valueIn(item, operand);
  switch (condition.kind) {
    case "and":
      return chained(condition).every((one) => meets(item, one));
    case "or":
      return chained(condition).some((one) => meets(item, one));
    case "not":
      return !meets(item, condition.of);
    case "compare":
      return compares(value(condition.left), condition.by, value(condition.right));
    case "between": {
      const of = value(condition.of);
      return compares(value(condition.low), "<=", of) && compares(of, "<=", value(condition.high));
    }
    case "in": {
      const of = value(condition.of);
      return condition.options.some((option) => compares(of, "=", value(option)));
    }
    case "attribute_exists":
      return valueAt(item, condition.path) !== undefined;
    case "attribute_not_exists":
      return valueAt(item, condition.path) === undefined;
    case "attribute_type": {
      const of = value(condition.of);
      return of !== undefined && typeOf(of) === condition.type;
    }
    case "begins_with":
      return both(value(condition.of), value(condition.prefix), startsWith);
    case "contains":
      return both(value(condition.of), value(condition.part), contains);
  }
}

/** Whether two values compare so. */
export function compares(
  a: AttributeValue | undefined,
  by: Comparator,
  b: AttributeValue | undefined,
): boolean {
  if (by === "<>") return !both(a, b, equal);
  if (by === "=") return both(a, b, equal);
  const found = a && b && order(a, b);
  if (found === undefined) return false;
  if (by === "<") return found < 0;
  if (by === "<=") return found <= 0;
  return by === ">" ? found > 0 : found >= 0;
}

/** Types that `<` and the like compare. */
export const orderedTypes: ReadonlySet<AttributeType> = new Set<AttributeType>(["S", "N", "B"]);

function both(
  a: AttributeValue | undefined,
  b: AttributeValue | undefined,
  test: (a: AttributeValue, b: AttributeValue) => boolean,
): boolean {
  return a !== undefined && b !== undefined && test(a, b);
}

function valueIn(item: Item, operand: Operand): AttributeValue | undefined {
  if (operand.kind === "value") return operand.value;
  if (operand.kind === "path") return valueAt(item, operand.path);
  const of = valueIn(item, operand.of);
  const size = of && lengthOf(of);
  return size === undefined ? undefined : { N: String(size) };
}

/** What `size` counts: characters, bytes or elements; undefined for types without a size. */
function lengthOf(value: AttributeValue): number | undefined {
  if (value.S !== undefined) return [...value.S].length;
  if (value.B !== undefined) return Buffer.byteLength(value.B, "base64");
  if (value.M) return Object.keys(value.M).length;
  return (value.SS ?? value.NS ?? value.BS ?? value.L)?.length;
}
