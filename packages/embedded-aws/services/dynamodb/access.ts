import type { Authorise } from "../../host/gateway/service.ts";
import type { Database } from "./database.ts";
import { type ItemInput, leadingKeys } from "./leading-keys.ts";

interface TableInput extends ItemInput {
  readonly TableName?: string;
  readonly IndexName?: string;
  readonly RequestItems?: Readonly<Record<string, BatchGet | readonly BatchWrite[]>>;
}

interface BatchGet {
  readonly Keys?: readonly NonNullable<ItemInput["Key"]>[];
}

interface BatchWrite {
  readonly PutRequest?: Pick<ItemInput, "Item">;
  readonly DeleteRequest?: Pick<ItemInput, "Key">;
}

interface Caller {
  readonly authorise: Authorise;
  readonly arn: (table: string) => string;
  readonly database: Database;
}

/** Throws AccessDeniedException unless the caller may do `operation` on each table and index in `input`. */
export async function authoriseTables(operation: string, input: TableInput, caller: Caller): Promise<void> {
  const action = `dynamodb:${operation}`;
  if (input.RequestItems !== undefined) {
    for (const [table, request] of Object.entries(input.RequestItems)) {
      await authoriseItems(action, table, caller.arn(table), batchItems(request), caller);
    }
  } else if (typeof input.TableName === "string") {
    const table = caller.arn(input.TableName);
    const resource = input.IndexName === undefined ? table : `${table}/index/${input.IndexName}`;
    await authoriseItems(action, input.TableName, resource, [input], caller);
  } else {
    caller.authorise(action, "*");
  }
}

async function authoriseItems(
  action: string,
  table: string,
  resource: string,
  items: readonly ItemInput[],
  { authorise, database }: Caller,
): Promise<void> {
  const touchesItems = items.some((item) => item.Key ?? item.Item ?? item.KeyConditionExpression);
  const partitionKey = touchesItems ? await database.partitionKey(table) : undefined;
  const keys = partitionKey === undefined ? [] : items.flatMap((item) => leadingKeys(item, partitionKey));
  authorise(action, resource, keys.length === 0 ? {} : { "dynamodb:LeadingKeys": [...new Set(keys)] });
}

function batchItems(request: BatchGet | readonly BatchWrite[]): ItemInput[] {
  if ("length" in request) return request.map((write) => write.PutRequest ?? write.DeleteRequest ?? {});
  const { Keys = [] } = request;
  return Keys.map((Key) => ({ Key }));
}
