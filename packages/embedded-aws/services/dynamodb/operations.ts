import { nextTurn } from "@batchline/clock";
import { AwsError, unknownOperation } from "../../host/gateway/aws-error.ts";
import { parseJson } from "../../host/gateway/body/parse-json.ts";
import { checkInput, checkInputInSteps } from "../../host/gateway/input-check.ts";
import { coverage } from "./coverage.ts";
import type { Engine } from "./engine.ts";
import { enumsOrdered } from "./enums-ordered.ts";
import { validation } from "./errors.ts";
import { batchGet } from "./items/batch-get.ts";
import { batchWrite } from "./items/batch-write.ts";
import { deleteItem, getItem, putItem, updateItem } from "./items/single.ts";
import type { Prepared } from "./prepared.ts";
import { query } from "./search/query.ts";
import { scan } from "./search/scan.ts";
import type { Tables } from "./tables/tables.ts";
import { RequestTokens } from "./transactions/request-tokens.ts";
import { transactGet } from "./transactions/transact-get.ts";
import { transactWrite } from "./transactions/transact-write.ts";

/** Bytes of a body that is read, checked and prepared in turns of the event loop. */
const slice = 64 * 1024;

/** Prepares the checked input of one operation. */
// biome-ignore lint/suspicious/noExplicitAny: a table of operations holds every input type at once
type Prepare = (input: any) => Prepared | Promise<Prepared>;

const check = { model: "dynamodb", coverage, frame: enumsOrdered } as const;

/** The operations of DynamoDB. */
export class Operations {
  readonly #of: ReadonlyMap<string, Prepare>;

  constructor(engine: Engine, tables: Tables) {
    this.#of = new Map(Object.entries({ ...onTables(engine, tables), ...onItems(engine) }));
  }

  /** Throws AwsError for a body that cannot be read, or that AWS would refuse before it looks at a table. */
  async prepare(operation: string, body: Buffer, requestId: string): Promise<Prepared> {
    const prepare = this.#of.get(operation);
    if (prepare === undefined) throw unknownOperation("dynamodb", operation, "dynamodb");
    const input = await parsed(body);
    checkPresent(operation, input);
    if (body.length <= slice) {
      checkInput(check, operation, input, requestId);
      return prepare(input);
    }
    await nextTurn();
    await checkInputInSteps(check, operation, input, requestId);
    const prepared = await prepare(input);
    await nextTurn();
    return prepared;
  }
}

function onItems(engine: Engine): Record<string, Prepare> {
  const tokens = new RequestTokens(engine.clock);
  return {
    BatchGetItem: (input) => batchGet(engine, input),
    BatchWriteItem: (input) => batchWrite(engine, input),
    DeleteItem: (input) => deleteItem(engine, input),
    GetItem: (input) => getItem(engine, input),
    PutItem: (input) => putItem(engine, input),
    Query: (input) => query(engine, input),
    Scan: (input) => scan(engine, input),
    TransactGetItems: (input) => transactGet(engine, input),
    TransactWriteItems: (input) => transactWrite(engine, input, tokens),
    UpdateItem: (input) => updateItem(engine, input),
  };
}

function onTables({ names }: Engine, tables: Tables): Record<string, Prepare> {
  const on = (action: string, table: string | undefined, perform: () => object): Prepared => ({
    accesses: [{ action, ...(table !== undefined && { table }) }],
    perform,
  });
  const named = (action: string, input: { readonly TableName: string }, perform: () => object) =>
    on(action, names.of(input.TableName), perform);
  const byArn = (action: string, input: { readonly ResourceArn: string }, perform: () => object) =>
    on(action, names.ofArn(input.ResourceArn), perform);
  return {
    CreateTable: (input) => named("CreateTable", input, () => tables.create(input)),
    DeleteTable: (input) => named("DeleteTable", input, () => tables.delete(input)),
    DescribeContinuousBackups: (input) =>
      named("DescribeContinuousBackups", input, () => tables.describeBackups(input)),
    DescribeTable: (input) => named("DescribeTable", input, () => tables.describe(input)),
    DescribeTimeToLive: (input) => named("DescribeTimeToLive", input, () => tables.describeTimeToLive(input)),
    ListTables: (input) => on("ListTables", undefined, () => tables.list(input)),
    ListTagsOfResource: (input) => byArn("ListTagsOfResource", input, () => tables.tags(input)),
    TagResource: (input) => byArn("TagResource", input, () => tables.tag(input)),
    UntagResource: (input) => byArn("UntagResource", input, () => tables.untag(input)),
    UpdateContinuousBackups: (input) =>
      named("UpdateContinuousBackups", input, () => tables.updateBackups(input)),
    UpdateTable: (input) => named("UpdateTable", input, () => tables.update(input)),
    UpdateTimeToLive: (input) => named("UpdateTimeToLive", input, () => tables.updateTimeToLive(input)),
  };
}

/** What AWS asks for in words of its own. */
function checkPresent(operation: string, input: object): void {
  const given: unknown = Reflect.get(input, operation === "CreateTable" ? "TableName" : "RequestItems");
  if (operation === "CreateTable" && given === undefined)
    throw validation("The parameter 'TableName' is required but was not present in the request");
  const isBatch = operation === "BatchGetItem" || operation === "BatchWriteItem";
  if (isBatch && typeof given === "object" && given !== null && Object.keys(given).length === 0)
    throw validation(`The requestItems parameter is required for ${operation}`);
}

async function parsed(body: Buffer): Promise<object> {
  const input = await parseJson(body);
  if (typeof input === "object" && input !== null && !Array.isArray(input)) return input;
  throw new AwsError("SerializationException", "Start of structure or map expected");
}
