import { invalid, validation } from "../errors.ts";
import { legacyUpdate } from "../expressions/attribute-updates.ts";
import type { Condition } from "../expressions/condition.ts";
import { parseCondition } from "../expressions/condition-parser.ts";
import { checkParameters } from "../expressions/exclusive-parameters.ts";
import { legacyCondition } from "../expressions/legacy-conditions.ts";
import { Placeholders } from "../expressions/placeholders.ts";
import { type Change, type Update, updated } from "../expressions/update.ts";
import { type ParsedUpdate, parseUpdate } from "../expressions/update-parser.ts";
import type { Conditional, DeleteRequest, PutRequest, UpdateRequest } from "../requests.ts";
import { checkIndexKeys, checkItemKeys, checkKey, checkNested } from "../tables/check-keys.ts";
import { keyAttributes, type Table } from "../tables/table.ts";
import type { AttributeValue, Item } from "../values/attribute-value.ts";
import { checkItem } from "../values/check-values.ts";
import { sizeOf } from "../values/size.ts";

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-items */
export const largestItem = 400 * 1024;

/** A checked write of one item. */
export interface Write {
  /** The IAM action is `dynamodb:` and this. */
  readonly right: "ConditionCheckItem" | "DeleteItem" | "PutItem" | "UpdateItem";
  readonly request: Conditional;
  /** The whole item of a Put, otherwise its key. */
  readonly item: Item;
  /** Top-level attributes that the request names. */
  readonly attributes: ReadonlySet<string>;
  readonly condition: Condition | undefined;
  readonly update?: Update;
  /** Throws ValidationException unless key and update fit the table. */
  readonly check: (table: Table) => void;
  /** The item afterwards; undefined for none. Throws ValidationException. */
  readonly after: (before: Item | undefined) => Item | undefined;
  /** Bytes of the item afterwards. Throws ValidationException if it is too large. */
  readonly sizeOf: (after: Item) => number;
}

/** Throws ValidationException. */
export function putWrite(request: PutRequest): Write {
  const { Item: item } = request;
  checkParameters(request, ["ConditionExpression"], conditionParameters);
  checkItem(item);
  const size = sizeOf(item);
  if (size > largestItem) throw validation("Item size has exceeded the maximum allowed size");
  const placeholders = new Placeholders(request);
  const { condition, attributes, nested } = conditionOf(request, placeholders);
  placeholders.checkAllUsed();
  return {
    ...{ right: "PutItem", request, item, condition },
    attributes: new Set([...Object.keys(item), ...attributes]),
    check: (table) => {
      checkItemKeys(item, table);
      checkNested(nested, table);
    },
    after: () => item,
    sizeOf: () => size,
  };
}

/** A delete, or only the check of its condition. Throws ValidationException. */
export function deleteWrite(
  request: DeleteRequest,
  right: "ConditionCheckItem" | "DeleteItem" = "DeleteItem",
): Write {
  const { Key: item } = request;
  checkParameters(request, ["ConditionExpression"], conditionParameters);
  checkItem(item);
  const placeholders = new Placeholders(request);
  const { condition, attributes, nested } = conditionOf(request, placeholders);
  placeholders.checkAllUsed();
  return {
    ...{ right, request, item, condition },
    attributes: new Set([...Object.keys(item), ...attributes]),
    check: (table) => {
      checkKey(item, table.key);
      checkNested(nested, table);
    },
    after: (before) => (right === "DeleteItem" ? undefined : before),
    sizeOf,
  };
}

/** Throws ValidationException. */
export function updateWrite(request: UpdateRequest): Write {
  const { Key: item } = request;
  checkParameters(
    request,
    ["UpdateExpression", "ConditionExpression"],
    ["AttributeUpdates", ...conditionParameters],
  );
  checkItem(item);
  const placeholders = new Placeholders(request);
  const { update, attributes, nested } = updateOf(request, placeholders);
  const conditional = conditionOf(request, placeholders);
  placeholders.checkAllUsed();
  return {
    ...{ right: "UpdateItem", request, item, condition: conditional.condition },
    ...(update && { update }),
    attributes: new Set([...Object.keys(item), ...attributes, ...conditional.attributes]),
    check: (table) => {
      checkKey(item, table.key);
      if (update) checkUpdate(update, table);
      checkNested(nested, table);
      checkNested(conditional.nested, table);
    },
    after: (before) => (update ? updated(before, item, update) : (before ?? item)),
    sizeOf: sizeOfUpdated,
  };
}

function sizeOfUpdated(item: Item): number {
  const size = sizeOf(item);
  if (size > largestItem) throw validation("Item size to update has exceeded the maximum allowed size");
  return size;
}

interface Named {
  readonly attributes: Iterable<string>;
  readonly nested: ReadonlySet<string>;
}

const none: ReadonlySet<string> = new Set();
const conditionParameters = ["Expected", "ConditionalOperator"];

function conditionOf(
  { ConditionExpression, ConditionalOperator, Expected }: Conditional,
  placeholders: Placeholders,
): Named & { readonly condition: Condition | undefined } {
  if (ConditionExpression !== undefined)
    return parseCondition("ConditionExpression", ConditionExpression, placeholders);
  const condition = legacyCondition(Expected, ConditionalOperator);
  return { condition, attributes: Object.keys(Expected ?? {}), nested: none };
}

function updateOf(
  { AttributeUpdates, UpdateExpression }: UpdateRequest,
  placeholders: Placeholders,
): Named & { readonly update: ParsedUpdate["update"] | undefined } {
  if (UpdateExpression !== undefined) return parseUpdate(UpdateExpression, placeholders);
  const update = AttributeUpdates && legacyUpdate(AttributeUpdates);
  return { update, attributes: Object.keys(AttributeUpdates ?? {}), nested: none };
}

/** AWS refuses the change of a key whatever its value is. */
function checkUpdate({ root }: Update, table: Table): void {
  for (const { name } of keyAttributes(table.key))
    if (root.branches.has(name))
      throw invalid(`Cannot update attribute ${name}. This attribute is part of the key`);
  // What does not depend on the item is checked before it.
  const given = [...root.branches].flatMap(([name, { value: change }]) => {
    const value = change && givenValue(change);
    return value ? [[name, value] as const] : [];
  });
  checkIndexKeys(Object.fromEntries(given), table, "update");
}

function givenValue(change: Change): AttributeValue | undefined {
  if (change.kind === "set") return change.to.kind === "value" ? change.to.value : undefined;
  return "value" in change ? change.value : undefined;
}
