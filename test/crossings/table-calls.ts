import { tableKeys } from "../../contract/record-keys.ts";
import { type Call, type Calls, jsonCall } from "./signed-request.ts";

interface Key {
  readonly pk: string;
  readonly sk: string;
}

/** A chunk of a run, as keys name it. */
interface Place {
  readonly workflow: string;
  readonly runId: string;
  readonly chunk: number;
}

const of = ({ pk, sk }: Key) => ({ pk: { S: pk }, sk: { S: sk } });
const call = (operation: string, input: object) => jsonCall("dynamodb", operation, input);

/** An item's operations, each alone. */
const operations: Readonly<Record<string, (TableName: string, key: Key) => object>> = {
  GetItem: (TableName, key) => ({ TableName, Key: of(key) }),
  Query: (TableName, { pk }) => ({ TableName, ...wherePk(pk) }),
  UpdateItem: (TableName, key) => update(TableName, key),
  PutItem: (TableName, key) => ({ TableName, Item: of(key) }),
  DeleteItem: (TableName, key) => ({ TableName, Key: of(key) }),
  BatchGetItem: (TableName, key) => ({ RequestItems: { [TableName]: { Keys: [of(key)] } } }),
  BatchWriteItem: (TableName, key) => ({
    RequestItems: { [TableName]: [{ PutRequest: { Item: of(key) } }] },
  }),
  TransactGetItems: (TableName, key) => transactGet(TableName, key),
  TransactWriteItems: (TableName, key) => ({ TransactItems: [{ Update: update(TableName, key) }] }),
};

const allowedOnOwn = ["GetItem", "Query", "UpdateItem", "TransactGetItems", "TransactWriteItems"];

const wherePk = (pk: string) => ({
  KeyConditionExpression: "pk = :pk",
  ExpressionAttributeValues: { ":pk": { S: pk } },
});
const update = (TableName: string, key: Key) => ({
  ...{ TableName, Key: of(key), UpdateExpression: "SET tried = :t" },
  ExpressionAttributeValues: { ":t": { BOOL: true } },
});
const transactGet = (TableName: string, ...keys: Key[]) => ({
  TransactItems: keys.map((key) => ({ Get: { TableName, Key: of(key) } })),
});
const transactWrite = (...TransactItems: object[]) => call("TransactWriteItems", { TransactItems });

/** The keys that matter beside the own chunk's: other chunks and runs, names that look alike, and all other kinds of items. */
function otherKeys({ workflow, runId, chunk }: Place): Readonly<Record<string, Key>> {
  const own = tableKeys.chunk(workflow, runId, chunk, "fetch");
  const partition = (pk: string) => ({ pk, sk: "fetch" });
  return {
    "another chunk": tableKeys.chunk(workflow, runId, chunk + 1, "fetch"),
    "a chunk of ten times the number": tableKeys.chunk(workflow, runId, (chunk + 1) * 10, "fetch"),
    "the chunk of a run with a longer name": tableKeys.chunk(workflow, `${runId}-2`, chunk, "fetch"),
    "the chunk of a run with a shorter name": tableKeys.chunk(workflow, runId.slice(0, -1), chunk, "fetch"),
    "the chunk of another workflow's run": tableKeys.chunk("sitemap", runId, chunk, "write-sitemap"),
    "a chunk of nine digits": partition(`${own.pk}0`),
    "a chunk of seven digits": partition(own.pk.slice(0, -1)),
    "the chunk with a blank at its end": partition(`${own.pk} `),
    "the chunk in capitals": partition(own.pk.toUpperCase()),
    "a pattern of chunks": partition(`chunk#${workflow}#${runId}#????????`),
    "a pattern of everything": partition("*"),
    "the variable itself": partition(`chunk#${workflow}#${runId}#\${aws:PrincipalTag/chunk}`),
    "the chunk's key as the earlier layout has it": partition(`run#${runId}`),
    "the run": tableKeys.run(workflow, runId),
    "its tenant": tableKeys.runTenant(workflow, runId, "cafe-lumiere"),
    "its tombstone": tableKeys.stopped(workflow, runId, runId),
    "the own history": tableKeys.history("ember-toys", workflow, runId),
    "another tenant's history": tableKeys.history("cafe-lumiere", workflow, runId),
    "the lock": tableKeys.lock(workflow),
    "a latest success": tableKeys.lastSuccess(workflow, "ember-toys"),
    "a time of a schedule": tableKeys.scheduled(workflow, "default"),
    "a container's proof": tableKeys.proof("0".repeat(32)),
  };
}

/** What the session of a chunk may do in the table: the positive controls. */
export function ownRecordCalls(table: string, { workflow, runId, chunk }: Place): Calls {
  const key = tableKeys.chunk(workflow, runId, chunk, "fetch");
  return Object.fromEntries(
    allowedOnOwn.map((name) => [
      `${name} of the own chunk`,
      call(name, operations[name]?.(table, key) ?? {}),
    ]),
  );
}

/** What no session of a chunk may do in the table. */
export function recordCrossings(TableName: string, place: Place): Calls {
  const { workflow, runId, chunk } = place;
  const own = tableKeys.chunk(workflow, runId, chunk, "fetch");
  const other = tableKeys.chunk(workflow, runId, chunk + 1, "fetch");
  const each = Object.entries(operations);
  const check = { ConditionExpression: "attribute_exists(pk)" };
  const calls: [string, Call][] = [
    ...Object.entries(otherKeys(place)).flatMap(([which, key]) =>
      each.map(([name, input]): [string, Call] => [`${name} of ${which}`, call(name, input(TableName, key))]),
    ),
    ...each.flatMap(([name, input]): [string, Call][] =>
      allowedOnOwn.includes(name) ? [] : [[`${name} of the own chunk`, call(name, input(TableName, own))]],
    ),
    ...Object.entries({ own, other }).flatMap(([which, key]): [string, Call][] => [
      [`a transaction's Put of ${which}`, transactWrite({ Put: { TableName, Item: of(key) } })],
      [`a transaction's Delete of ${which}`, transactWrite({ Delete: { TableName, Key: of(key) } })],
      [
        `a transaction's ConditionCheck of ${which}`,
        transactWrite({ ConditionCheck: { TableName, Key: of(key), ...check } }),
      ],
    ]),
    ["a batch that reads own and other", batchGet(TableName, own, other)],
    ["a batch that reads other and own", batchGet(TableName, other, own)],
    ["a transaction that reads own and other", call("TransactGetItems", transactGet(TableName, own, other))],
    ["a transaction that reads other and own", call("TransactGetItems", transactGet(TableName, other, own))],
    [
      "a transaction that updates own and other",
      transactWrite({ Update: update(TableName, own) }, { Update: update(TableName, other) }),
    ],
    [
      "a transaction that updates own and deletes own",
      transactWrite({ Update: update(TableName, own) }, { Delete: { TableName, Key: of(other) } }),
    ],
    ["a scan", call("Scan", { TableName })],
    ["a scan that counts", call("Scan", { TableName, Select: "COUNT" })],
    ["a scan of a segment", call("Scan", { TableName, Segment: 0, TotalSegments: 2 })],
    [
      "a scan that is filtered by the own key",
      call("Scan", {
        ...{ TableName, FilterExpression: "pk = :pk" },
        ExpressionAttributeValues: { ":pk": { S: own.pk } },
      }),
    ],
    [
      "a query by conditions of the old form",
      call("Query", {
        TableName,
        KeyConditions: { pk: { ComparisonOperator: "EQ", AttributeValueList: [{ S: other.pk }] } },
      }),
    ],
    ["a query with the value first", call("Query", { TableName, ...wherePk(other.pk), ...valueFirst })],
    ["a query of an index", call("Query", { TableName, IndexName: "by-tenant", ...wherePk(own.pk) })],
    ["an item of another table", call("GetItem", { TableName: `${TableName}-2`, Key: of(own) })],
    ...tableOperations.map((name): [string, Call] => [name, call(name, { TableName })]),
    ["ListTables", call("ListTables", {})],
    [
      "UpdateTimeToLive",
      call("UpdateTimeToLive", {
        TableName,
        TimeToLiveSpecification: { AttributeName: "tried", Enabled: true },
      }),
    ],
  ];
  return Object.fromEntries(calls);
}

const valueFirst = { KeyConditionExpression: ":pk = pk" };
const tableOperations = ["DescribeTable", "DeleteTable", "DescribeTimeToLive", "DescribeContinuousBackups"];

function batchGet(TableName: string, ...keys: Key[]): Call {
  return call("BatchGetItem", { RequestItems: { [TableName]: { Keys: keys.map(of) } } });
}
