import type { Attributes } from "dynalite/db/index.js";
import type { Authorise } from "../../host/gateway/service.ts";
import type { Database } from "./database.ts";
import type { KeyConditions, KeyedRequest, Requests, TableOperation } from "./requests.ts";
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
  /** The transaction around the action. */
  readonly enclosing?: string;
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
    const { action = operation, table, index, enclosing } = access;
    const resource = table === undefined ? "*" : arn(table);
    const leading = await leadingKeys(database, access);
    authorise(`dynamodb:${action}`, index === undefined ? resource : `${resource}/index/${index}`, {
      ...(leading.length > 0 && { "dynamodb:LeadingKeys": leading }),
      ...(enclosing !== undefined && { "dynamodb:EnclosingOperation": enclosing }),
    });
  }
}

const byKey = ({ TableName: table, Key }: KeyedRequest) => [{ table, keys: [Key] }];

/** dynalite finds the table by the last part of the ARN, whatever account and region it names. */
const byResource = ({ ResourceArn }: { readonly ResourceArn: string }) => [
  { table: ResourceArn.slice(ResourceArn.lastIndexOf("/") + 1) },
];

/** Where each operation has its tables and keys. What is done reads them in the same places of the same request. */
const accessOf: { readonly [O in ItemOperation]: (request: ItemRequests[O]) => readonly Access[] } = {
  BatchGetItem: ({ RequestItems }) =>
    Object.entries(RequestItems).map(([table, { Keys }]) => ({ table, keys: Keys })),
  BatchWriteItem: ({ RequestItems }) =>
    Object.entries(RequestItems).map(([table, writes]) => ({
      table,
      keys: writes.flatMap(({ PutRequest, DeleteRequest }) => [
        ...(PutRequest === undefined ? [] : [PutRequest.Item]),
        ...(DeleteRequest === undefined ? [] : [DeleteRequest.Key]),
      ]),
    })),
  DeleteItem: byKey,
  GetItem: byKey,
  ListTables: () => [{}],
  ListTagsOfResource: byResource,
  PutItem: ({ TableName: table, Item }) => [{ table, keys: [Item] }],
  Query: ({ TableName: table, IndexName: index, KeyConditions }) => [
    { table, index, keys: comparedKeys(KeyConditions) },
  ],
  Scan: ({ TableName: table, IndexName: index }) => [{ table, index }],
  TagResource: byResource,
  TransactGetItems: ({ TransactItems }) =>
    TransactItems.map(({ Get }) => ({
      ...{ action: "GetItem", enclosing: "TransactGetItems" },
      ...{ table: Get.TableName, keys: [Get.Key] },
    })),
  TransactWriteItems: ({ TransactItems }) =>
    TransactItems.map(writeAction).map(({ right, table, item }) => ({
      ...{ action: right, enclosing: "TransactWriteItems" },
      ...{ table, keys: [item] },
    })),
  UntagResource: byResource,
  UpdateItem: byKey,
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
