import { must } from "@batchline/diagnostics";
import db, { type Attributes, type Store } from "dynalite/db/index.js";
import type { Types } from "dynalite/validations/index.js";
import type { DynaliteOperation } from "../requests.ts";
import { type Validation, validationOf } from "../validations.ts";
import type { TransactGetItems, TransactWriteItem, TransactWriteItems } from "./requests.ts";

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html */
const largestTransactionBytes = 4 * 1024 * 1024;

const expression = [
  ...["ConditionExpression", "ExpressionAttributeNames", "ExpressionAttributeValues"],
  "ReturnValuesOnConditionCheckFailure",
];

export const transactWriteItems: Validation<TransactWriteItems> = {
  types: {
    ClientRequestToken: { type: "String", lengthGreaterThanOrEqual: 1, lengthLessThanOrEqual: 36 },
    ...fields("PutItem", ["ReturnConsumedCapacity", "ReturnItemCollectionMetrics"]),
    TransactItems: actions("TransactWriteItem", {
      ConditionCheck: action("ConditionCheck", "DeleteItem", ["Key", ...expression], ["ConditionExpression"]),
      Delete: action("Delete", "DeleteItem", ["Key", ...expression]),
      Put: action("Put", "PutItem", ["Item", ...expression]),
      Update: action(
        "Update",
        "UpdateItem",
        ["Key", "UpdateExpression", ...expression],
        ["UpdateExpression"],
      ),
    }),
  },
  custom: ({ TransactItems }, store) =>
    first(TransactItems, (item) => writeProblem(item, store)) ?? sizeProblem(TransactItems.map(payload)),
};

export const transactGetItems: Validation<TransactGetItems> = {
  types: {
    ...fields("GetItem", ["ReturnConsumedCapacity"]),
    TransactItems: actions("TransactGetItem", {
      Get: {
        ...{ type: "FieldStruct<Get>", notNull: true },
        children: fields("GetItem", ["Key", "ProjectionExpression", "ExpressionAttributeNames", "TableName"]),
      },
    }),
  },
  custom: ({ TransactItems }, store) =>
    first(TransactItems, ({ Get }) => validationOf("GetItem").custom(Get, store)),
};

/** The problem of items that are too large together. */
export function sizeProblem(items: readonly Attributes[]): string | undefined {
  const bytes = items.reduce((sum, item) => sum + db.itemSize(item), 0);
  if (bytes <= largestTransactionBytes) return undefined;
  return `Transaction payload size cannot exceed ${largestTransactionBytes} bytes`;
}

function writeProblem(item: TransactWriteItem, store: Store): string | undefined {
  const { ConditionCheck, Delete, Put, Update } = item ?? {};
  const [only, ...others] = [ConditionCheck, Delete, Put, Update].filter((action) => action !== undefined);
  if (only === undefined)
    return "Invalid Request: TransactWriteRequest should contain Delete or Put or Update request";
  if (others.length > 0) return "TransactItems can only contain one of Check, Put, Update or Delete";
  if (Put) return validationOf("PutItem").custom(Put, store);
  if (Update) return validationOf("UpdateItem").custom(Update, store);
  const keyed = Delete ?? ConditionCheck;
  return keyed && validationOf("DeleteItem").custom(keyed, store);
}

function payload({ ConditionCheck, Delete, Put, Update }: TransactWriteItem): Attributes {
  const { ExpressionAttributeValues } = ConditionCheck ?? Delete ?? Put ?? Update ?? {};
  return { ...Put?.Item, ...(ConditionCheck ?? Delete ?? Update)?.Key, ...ExpressionAttributeValues };
}

function first<T>(items: readonly T[], problemOf: (item: T) => string | undefined): string | undefined {
  for (const item of items) {
    const problem = problemOf(item);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** The list of a transaction's actions. */
function actions(name: string, children: Types) {
  const length = { lengthGreaterThanOrEqual: 1, lengthLessThanOrEqual: 100 };
  return { type: "List", notNull: true, ...length, children: { type: `ValueStruct<${name}>`, children } };
}

/** One action, with fields of dynalite's operation. */
function action(
  name: string,
  operation: DynaliteOperation,
  names: readonly string[],
  required: readonly string[] = [],
) {
  const needed = required.map((field) => [field, { type: "String", notNull: true }]);
  const children = {
    ...fields(operation, [...names, "TableName"]),
    ...Object.fromEntries(needed),
  };
  return { type: `FieldStruct<${name}>`, children };
}

function fields(operation: DynaliteOperation, names: readonly string[]): Types {
  const { types } = validationOf(operation);
  return Object.fromEntries(names.map((name) => [name, must(types[name], "dynalite's operation has it")]));
}
