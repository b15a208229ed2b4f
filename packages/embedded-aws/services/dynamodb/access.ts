import type { Attributes } from "dynalite/db/index.js";
import type { Authorise } from "../../host/gateway/service.ts";
import { type ConditionKeys, keysOf, keysOfRead, keysOfWrite } from "./condition-keys.ts";
import type { Database } from "./database.ts";
import type { Naming } from "./named-attributes.ts";
import type { Conditional, KeyConditions, OfTable, Requests, TableOperation } from "./requests.ts";
import { writeAction } from "./transactions/actions.ts";
import type { TransactionRequests } from "./transactions/requests.ts";

interface Caller {
  readonly authorise: Authorise;
  readonly arn: (table: string) => string;
  readonly database: Database;
}

/** What a request does to one table or index. */
interface Access {
  /** @default the operation */
  readonly action?: string;
  /** @default all */
  readonly table?: string;
  readonly index?: string | undefined;
  /** Each names a value of the partition key. @default none: the condition key `dynamodb:LeadingKeys` is absent */
  readonly keys?: readonly Attributes[];
  /** The other condition keys of `dynamodb:`. @default absent */
  readonly context?: ConditionKeys;
}

/** Checked requests by the operation on items and tags. Operations on a table name it in one place. */
export type ItemRequests = Omit<Requests, TableOperation> & TransactionRequests;

export type ItemOperation = keyof ItemRequests;

export function isItemOperation(name: string): name is ItemOperation {
  return Object.hasOwn(accessOf, name);
}

/** Throws AccessDeniedException unless the caller may do all that the request does. */
export async function authoriseItems<O extends ItemOperation>(
  operation: O,
  request: ItemRequests[O],
  { authorise, arn, database }: Caller,
): Promise<void> {
  for (const access of accessOf[operation](request)) {
    const { action = operation, table, index } = access;
    const resource = table === undefined ? "*" : arn(table);
    const leading = await leadingKeys(database, access);
    const keys = leading.length === 0 ? {} : { LeadingKeys: leading, FirstPartitionKeyValues: leading };
    const context = Object.entries({ ...keys, ...access.context });
    authorise(
      `dynamodb:${action}`,
      index === undefined ? resource : `${resource}/index/${index}`,
      Object.fromEntries(context.map(([key, value]) => [`dynamodb:${key}`, value])),
    );
  }
}

const write = (request: Naming & Conditional & OfTable, item: Attributes): Access[] => [
  { table: request.TableName, keys: [item], context: keysOfWrite(request) },
];

/** dynalite finds the table by the last part of the ARN, whatever account and region it names. */
const byResource = ({ ResourceArn }: { readonly ResourceArn: string }) => [
  { table: ResourceArn.slice(ResourceArn.lastIndexOf("/") + 1) },
];

/** Where each operation has its tables and keys. What is done reads them in the same places of the same request. */
const accessOf: { readonly [O in ItemOperation]: (request: ItemRequests[O]) => readonly Access[] } = {
  BatchGetItem: (request) =>
    Object.entries(request.RequestItems).map(([table, read]) => {
      return { table, keys: read.Keys, context: keysOfRead(read, request) };
    }),
  BatchWriteItem: (request) =>
    Object.entries(request.RequestItems).map(([table, writes]) => {
      const items = writes.flatMap(({ PutRequest, DeleteRequest }) => [PutRequest?.Item, DeleteRequest?.Key]);
      const keys = items.filter((item) => item !== undefined);
      return { table, keys, context: keysOf([{ Keys: keys }], request) };
    }),
  DeleteItem: (request) => write(request, request.Key),
  GetItem: (request) => [
    { table: request.TableName, keys: [request.Key], context: keysOfRead(request, request) },
  ],
  ListTables: () => [{}],
  ListTagsOfResource: byResource,
  PutItem: (request) => write(request, request.Item),
  Query: (request) => [
    {
      ...{ table: request.TableName, index: request.IndexName },
      ...{ keys: comparedKeys(request.KeyConditions), context: keysOfRead(request, request) },
    },
  ],
  Scan: (request) => [
    { table: request.TableName, index: request.IndexName, context: keysOfRead(request, request) },
  ],
  TagResource: byResource,
  TransactGetItems: (request) =>
    request.TransactItems.map(({ Get }) => ({
      ...{ action: "GetItem", table: Get.TableName, keys: [Get.Key] },
      context: { ...keysOfRead(Get, request), EnclosingOperation: "TransactGetItems" },
    })),
  TransactWriteItems: (request) =>
    request.TransactItems.map(writeAction).map(({ right, table, item, request: action }) => ({
      ...{ action: right, table, keys: [item] },
      context: { ...keysOf([action], request), EnclosingOperation: "TransactWriteItems" },
    })),
  UntagResource: byResource,
  UpdateItem: (request) => write(request, request.Key),
};

/** Keys of the values that a Query compares with. */
function comparedKeys(conditions: KeyConditions): Attributes[] {
  return Object.entries(conditions).flatMap(([name, { AttributeValueList = [] }]) =>
    AttributeValueList.map((value) => ({ [name]: value })),
  );
}

/** The values of the partition key of a table or index, as the condition key `dynamodb:LeadingKeys` has them. */
async function leadingKeys(database: Database, { table, index, keys = [] }: Access): Promise<string[]> {
  if (table === undefined || keys.length === 0) return [];
  const partitionKey = await database.partitionKey(table, index);
  if (partitionKey === undefined) return [];
  const values = keys.map((key) => key[partitionKey]).filter((value) => value !== undefined);
  return [...new Set(values.flatMap((value) => Object.values(value).map(String)))];
}
