import { isDeepStrictEqual } from "node:util";
import type {
  CreateTableCommandInput,
  GlobalSecondaryIndex,
  StreamSpecification,
  UpdateTableCommandInput,
} from "@aws-sdk/client-dynamodb";
import type { TableInputs } from "./table-inputs.ts";

/** The request that creates a table. */
export function creation(inputs: TableInputs): CreateTableCommandInput {
  const { globalSecondaryIndexes: global, localSecondaryIndexes: local } = inputs;
  return {
    TableName: inputs.name,
    KeySchema: keySchema(inputs.hashKey, inputs.rangeKey),
    ...definitions(inputs),
    ...billing(inputs),
    ...(global.length > 0 && {
      GlobalSecondaryIndexes: global.map((index) => globalIndex(index, inputs)),
    }),
    ...(local.length > 0 && {
      LocalSecondaryIndexes: local.map((index) => ({
        IndexName: index.name,
        KeySchema: keySchema(inputs.hashKey, index.rangeKey),
        Projection: project(index),
      })),
    }),
    DeletionProtectionEnabled: inputs.deletionProtectionEnabled,
    ...(inputs.streamEnabled && stream(inputs)),
  };
}

/** The requests that change a table. AWS takes one kind of change at a time. */
export function changes(before: TableInputs, now: TableInputs): UpdateTableCommandInput[] {
  const differs = (...names: (keyof TableInputs)[]) =>
    names.some((name) => !isDeepStrictEqual(before[name], now[name]));
  const requests: Omit<UpdateTableCommandInput, "TableName">[] = [];
  if (differs("billingMode", "readCapacity", "writeCapacity")) requests.push(billing(now, before));
  // AWS creates or deletes one index at a time.
  for (const update of indexUpdates(before, now))
    requests.push({ ...definitions(now), GlobalSecondaryIndexUpdates: [update] });
  if (differs("deletionProtectionEnabled"))
    requests.push({ DeletionProtectionEnabled: now.deletionProtectionEnabled });
  if (differs("streamEnabled", "streamViewType")) {
    if (before.streamEnabled) requests.push({ StreamSpecification: { StreamEnabled: false } });
    if (now.streamEnabled) requests.push(stream(now));
  }
  return requests.map((request) => ({ TableName: now.name, ...request }));
}

function definitions({ attributes }: TableInputs) {
  return { AttributeDefinitions: attributes.map((a) => ({ AttributeName: a.name, AttributeType: a.type })) };
}

/** The billing of a table, and of the indexes that it had. */
function billing(inputs: TableInputs, { globalSecondaryIndexes: indexes }: Partial<TableInputs> = {}) {
  const own = throughput(inputs);
  const updates = indexes?.map(({ name: IndexName }) => ({ Update: { IndexName, ...own } })) ?? [];
  const ofIndexes = "ProvisionedThroughput" in own && updates.length > 0;
  return {
    BillingMode: inputs.billingMode,
    ...own,
    ...(ofIndexes && { GlobalSecondaryIndexUpdates: updates }),
  };
}

/** Indexes have the table's throughput. */
function throughput({ billingMode, readCapacity, writeCapacity }: TableInputs) {
  const ProvisionedThroughput = { ReadCapacityUnits: readCapacity, WriteCapacityUnits: writeCapacity };
  return billingMode === "PROVISIONED" ? { ProvisionedThroughput } : {};
}

function stream({ streamViewType: StreamViewType }: TableInputs) {
  const StreamSpecification: StreamSpecification = { StreamEnabled: true, StreamViewType };
  return { StreamSpecification };
}

function indexUpdates(before: TableInputs, now: TableInputs) {
  const without = (some: TableInputs, others: TableInputs) =>
    some.globalSecondaryIndexes.filter(
      (index) => !others.globalSecondaryIndexes.some((other) => isDeepStrictEqual(index, other)),
    );
  return [
    ...without(before, now).map(({ name: IndexName }) => ({ Delete: { IndexName } })),
    ...without(now, before).map((index) => ({ Create: globalIndex(index, now) })),
  ];
}

function globalIndex(
  index: TableInputs["globalSecondaryIndexes"][number],
  inputs: TableInputs,
): GlobalSecondaryIndex {
  return {
    IndexName: index.name,
    KeySchema: keySchema(index.hashKey, index.rangeKey),
    Projection: project(index),
    ...throughput(inputs),
  };
}

function keySchema(hashKey: string, rangeKey: string | undefined) {
  return [
    { AttributeName: hashKey, KeyType: "HASH" as const },
    ...(rangeKey === undefined ? [] : [{ AttributeName: rangeKey, KeyType: "RANGE" as const }]),
  ];
}

type Projection = Pick<TableInputs["globalSecondaryIndexes"][number], "projectionType" | "nonKeyAttributes">;

function project({ projectionType: ProjectionType, nonKeyAttributes: NonKeyAttributes }: Projection) {
  return { ProjectionType, ...(NonKeyAttributes && { NonKeyAttributes }) };
}
