import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { type DynamoDb, startDynamoDb } from "../dynamodb.ts";
import { callsOf } from "../testing/calls.ts";

const TableName = "numbers";
const attribute = (AttributeName: string, AttributeType: "S" | "N") => ({ AttributeName, AttributeType });
const key = (hash: string, range: string) => [
  { AttributeName: hash, KeyType: "HASH" as const },
  { AttributeName: range, KeyType: "RANGE" as const },
];

describe("a search", () => {
  let dynamodb: DynamoDb;
  let call: ReturnType<typeof callsOf>;
  before(async () => {
    dynamodb = startDynamoDb();
    call = callsOf(dynamodb);
    await dynamodb.createTable({
      TableName,
      AttributeDefinitions: [attribute("p", "S"), attribute("c", "N"), attribute("g", "S")],
      KeySchema: key("p", "c"),
      GlobalSecondaryIndexes: [
        { IndexName: "by-g", KeySchema: key("g", "c"), Projection: { ProjectionType: "KEYS_ONLY" } },
      ],
      LocalSecondaryIndexes: [
        {
          IndexName: "by-l",
          KeySchema: key("p", "g"),
          Projection: { ProjectionType: "INCLUDE", NonKeyAttributes: ["x"] },
        },
      ],
      BillingMode: "PAY_PER_REQUEST",
    });
    for (const p of ["a", "b", "c"])
      for (let c = -10; c < 10; c += 1) {
        const g = c % 2 === 0 ? { g: { S: `g${Math.abs(c)}` } } : {};
        await call("PutItem", {
          TableName,
          Item: { p: { S: p }, c: { N: `${c}.5` }, ...g, x: { N: "1" }, y: { S: p } },
        });
      }
  });
  after(() => dynamodb.stop());

  const query = (KeyConditionExpression: string, values: Record<string, object>, more: object = {}) =>
    call("Query", { TableName, KeyConditionExpression, ExpressionAttributeValues: values, ...more });
  const sortKeys = ({ Items }: { Items: readonly { c: { N: string } }[] }) =>
    Items.map(({ c }) => Number(c.N));
  const [a, low, high] = [{ ":p": { S: "a" } }, { ":l": { N: "-2" } }, { ":h": { N: "2.5" } }];
  const numbers = Array.from({ length: 20 }, (_, index) =>
    index < 10 ? index - 10 - 0.5 : index - 10 + 0.5,
  );
  numbers.sort((x, y) => x - y);

  it("reads a partition by its sort keys, forwards and backwards", async () => {
    expect(sortKeys(await query("p = :p", a))).to.deep.equal(numbers);
    expect(sortKeys(await query("p = :p", a, { ScanIndexForward: false }))).to.deep.equal(
      [...numbers].reverse(),
    );
    for (const [condition, values, matches] of [
      ["c < :l", low, (n: number) => n < -2],
      ["c <= :h", high, (n: number) => n <= 2.5],
      ["c > :h", high, (n: number) => n > 2.5],
      [":l <= c", low, (n: number) => n >= -2],
      ["c = :h", high, (n: number) => n === 2.5],
      ["c BETWEEN :l AND :h", { ...low, ...high }, (n: number) => n >= -2 && n <= 2.5],
    ] as const)
      expect(sortKeys(await query(`p = :p AND ${condition}`, { ...a, ...values }))).to.deep.equal(
        numbers.filter(matches),
      );
  });

  it("goes on behind its last key, in both directions and in indexes", async () => {
    const all = async (operation: string, input: object) => {
      const found = [];
      let start: object = {};
      for (;;) {
        const { Items, LastEvaluatedKey } = await call(operation, {
          TableName,
          Limit: 3,
          ...input,
          ...start,
        });
        found.push(...Items);
        if (LastEvaluatedKey === undefined) return found;
        start = { ExclusiveStartKey: LastEvaluatedKey };
      }
    };
    const byHash = { KeyConditionExpression: "p = :p", ExpressionAttributeValues: a };
    expect(sortKeys({ Items: await all("Query", byHash) })).to.deep.equal(numbers);
    expect(sortKeys({ Items: await all("Query", { ...byHash, ScanIndexForward: false }) })).to.deep.equal(
      [...numbers].reverse(),
    );
    const byIndex = {
      IndexName: "by-g",
      KeyConditionExpression: "g = :p",
      ExpressionAttributeValues: { ":p": { S: "g2" } },
      Limit: 1,
    };
    expect((await all("Query", byIndex)).map(({ p, c }) => p.S + c.N).sort()).to.deep.equal([
      "a-2.5",
      "a2.5",
      "b-2.5",
      "b2.5",
      "c-2.5",
      "c2.5",
    ]);
    expect(await all("Scan", {})).to.have.length(60);
    expect(await all("Scan", { IndexName: "by-g" })).to.have.length(30);
    const segments = await Promise.all(
      [0, 1, 2].map((Segment) => all("Scan", { Segment, TotalSegments: 3 })),
    );
    expect(
      segments
        .flat()
        .map(({ p, c }) => p.S + c.N)
        .sort(),
    ).to.deep.equal((await all("Scan", {})).map(({ p, c }) => p.S + c.N).sort());
  });

  it("filters what it has read", async () => {
    const values = { ":p": { S: "a" }, ":x": { N: "0" } };
    const { Count, ScannedCount } = await query("p = :p", values, {
      FilterExpression: "x > :x AND attribute_exists(g)",
    });
    expect([Count, ScannedCount]).to.deep.equal([10, 20]);
    const by = (ComparisonOperator: string, ...AttributeValueList: object[]) => ({
      ComparisonOperator,
      AttributeValueList,
    });
    const older = { TableName, KeyConditions: { p: by("EQ", { S: "a" }) } };
    const QueryFilter = { y: by("EQ", { S: "z" }), x: by("EQ", { N: "1" }) };
    expect((await call("Query", { ...older, QueryFilter, ConditionalOperator: "OR" })).Count).to.equal(20);
    expect((await call("Query", { ...older, QueryFilter })).Count).to.equal(0);
  });

  it("gives back what an index has, or what is asked for", async () => {
    const global = await query(
      "g = :g AND c > :c",
      { ":g": { S: "g2" }, ":c": { N: "0" } },
      { IndexName: "by-g" },
    );
    expect(Object.keys(global.Items[0])).to.have.members(["p", "c", "g"]);
    const local = { IndexName: "by-l", Limit: 1 };
    const names = async (more: object) =>
      Object.keys((await query("p = :p", a, { ...local, ...more })).Items[0]).sort();
    expect(await names({})).to.deep.equal(["c", "g", "p", "x"]);
    expect(await names({ Select: "ALL_ATTRIBUTES" })).to.deep.equal(["c", "g", "p", "x", "y"]);
    expect(await names({ ProjectionExpression: "y" })).to.deep.equal(["y"]);
    const counted = await query("p = :p", a, { Select: "COUNT" });
    expect(counted).to.deep.equal({ Count: 20, ScannedCount: 20 });
  });

  it("begins with a text or bytes", async () => {
    await dynamodb.createTable({
      ...{ TableName: "bytes", BillingMode: "PAY_PER_REQUEST", KeySchema: key("p", "b") },
      AttributeDefinitions: [attribute("p", "S"), { AttributeName: "b", AttributeType: "B" }],
    });
    const b = (...of: number[]) => ({ B: Buffer.from(of).toString("base64") });
    for (const bytes of [b(1), b(255), b(255, 1), b(255, 255), b(254, 9)])
      await call("PutItem", { TableName: "bytes", Item: { p: { S: "a" }, b: bytes } });
    const begin = async (prefix: object) =>
      (
        await query("p = :p AND begins_with(b, :b)", { ...a, ":b": prefix }, { TableName: "bytes" })
      ).Items.map(({ b }: { b: object }) => b);
    expect(await begin(b(255))).to.deep.equal([b(255), b(255, 1), b(255, 255)]);
    expect(await begin(b(254))).to.deep.equal([b(254, 9)]);
  });

  const byP = { KeyConditionExpression: "p = :p", ExpressionAttributeValues: a };
  const selected =
    "One or more parameter values were invalid: Select type ALL_ATTRIBUTES is not supported for global secondary index by-g because its projection type is not ALL";
  const malformed = { ExclusiveStartKey: { p: { S: "b" } } };
  const refused: Readonly<Record<string, readonly [operation: string, input: object, message: string]>> = {
    "a Query without conditions": [
      "Query",
      {},
      "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.",
    ],
    "a Query without its partition key": [
      "Query",
      { ...byP, KeyConditionExpression: "y = :p" },
      "Query condition missed key schema element: p",
    ],
    "a Query by another attribute": [
      "Query",
      { ...byP, KeyConditionExpression: "p = :p AND y = :p" },
      "Query condition missed key schema element: c",
    ],
    "a range of partition keys": [
      "Query",
      { ...byP, KeyConditionExpression: "p > :p" },
      "Query key condition not supported",
    ],
    "a value of another type": [
      "Query",
      { ...byP, KeyConditionExpression: "p = :p AND c = :p" },
      "One or more parameter values were invalid: Condition parameter type does not match schema type",
    ],
    "OR between keys": [
      "Query",
      { ...byP, KeyConditionExpression: "p = :p OR c = :p" },
      "Invalid operator used in KeyConditionExpression: OR",
    ],
    "a function of keys": [
      "Query",
      { ...byP, KeyConditionExpression: "p = :p AND contains(c, :p)" },
      "Invalid operator used in KeyConditionExpression: contains",
    ],
    "two conditions on a key": [
      "Query",
      { ...byP, KeyConditionExpression: "p = :p AND p = :p" },
      "KeyConditionExpressions must only contain one condition per key",
    ],
    "a filter of keys": [
      "Query",
      { ...byP, FilterExpression: "attribute_exists(c)" },
      "Filter Expression can only contain non-primary key attributes: Primary key attribute: c",
    ],
    "a start key elsewhere": [
      "Query",
      { ...byP, ExclusiveStartKey: { p: { S: "b" }, c: { N: "1" } } },
      "The provided starting key is outside query boundaries based on provided conditions",
    ],
    "a start key that is none, in a Query": [
      "Query",
      { ...byP, ...malformed },
      "The provided starting key is invalid",
    ],
    "a name that no expression uses, before the conditions": [
      "Query",
      { KeyConditionExpression: "(#p = x)", ExpressionAttributeNames: { "#p": "p", "#c": "count" } },
      "Value provided in ExpressionAttributeNames unused in expressions: keys: {#c}",
    ],
    "a start key that is none": [
      "Scan",
      { ExclusiveStartKey: { p: { S: "b" } } },
      "The provided starting key is invalid: The provided key element does not match the schema",
    ],
    "an unknown index": [
      "Scan",
      { IndexName: "nobody" },
      "The table does not have the specified index: nobody",
    ],
    "a consistent read of a global index": [
      "Scan",
      { IndexName: "by-g", ConsistentRead: true },
      "Consistent reads are not supported on global secondary indexes",
    ],
    "all attributes of a global index": ["Scan", { IndexName: "by-g", Select: "ALL_ATTRIBUTES" }, selected],
    "projected attributes of a table": [
      "Scan",
      { Select: "ALL_PROJECTED_ATTRIBUTES" },
      "ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName",
    ],
    "specific attributes without names": [
      "Query",
      { ...byP, Select: "SPECIFIC_ATTRIBUTES" },
      "1 validation error detected: Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES",
    ],
    "a projection of the count": [
      "Query",
      { ...byP, Select: "COUNT", ProjectionExpression: "x" },
      "1 validation error detected: Cannot specify the ProjectionExpression when choosing to get only the Count",
    ],
    "a segment without a total": [
      "Scan",
      { Segment: 1 },
      "The TotalSegments parameter is required but was not present in the request when Segment parameter is present",
    ],
    "a segment beyond the total": [
      "Scan",
      { Segment: 2, TotalSegments: 2 },
      "The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: 2 is not less than TotalSegments: 2",
    ],
    "a name twice": [
      "Scan",
      { AttributesToGet: ["x", "x"] },
      "One or more parameter values were invalid: Duplicate value in attribute name: x",
    ],
    "a limit of nothing": [
      "Scan",
      { Limit: 0 },
      "1 validation error detected: Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ],
  };
  for (const [name, [operation, input, message]] of Object.entries(refused))
    it(`is refused: ${name}`, async () => {
      const error = await rejection(call(operation, { TableName, ...input }));
      expect(error.message).to.equal(`ValidationException: ${message}`);
    });
});
