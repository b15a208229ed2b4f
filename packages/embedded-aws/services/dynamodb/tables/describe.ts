import type { BillingMode, SSESpecification, TableDescription, TableStatus } from "@aws-sdk/client-dynamodb";
import { type Index, type Key, keyAttributes, type Table, type Throughput } from "./table.ts";

/** What the description of a table needs besides it. */
interface Around {
  readonly arn: string;
  readonly status: TableStatus;
  readonly totals: (space: number) => { readonly items: number; readonly bytes: number };
}

/** A table as the wire has it: times are seconds since 1970. */
export type Description = Omit<TableDescription, "CreationDateTime" | "BillingModeSummary"> & {
  readonly CreationDateTime: number;
  readonly BillingModeSummary?: {
    readonly BillingMode: BillingMode;
    readonly LastUpdateToPayPerRequestDateTime: number;
  };
};

/** A table as CreateTable, DescribeTable and UpdateTable give it. */
export function described(table: Table, { arn, status, totals }: Around): Description {
  const { record, indexes } = table;
  const { items, bytes } = totals(record.space);
  const index = (of: Index) => describedIndex(of, { arn, status, totals, record });
  const [local, global] = [indexes.filter((of) => !of.isGlobal), indexes.filter((of) => of.isGlobal)];
  return {
    AttributeDefinitions: definitions(table),
    TableName: record.name,
    KeySchema: keySchema(record.key),
    TableStatus: status,
    CreationDateTime: record.createdAt / 1000,
    ProvisionedThroughput: describedThroughput(record.throughput),
    TableSizeBytes: bytes,
    ItemCount: items,
    TableArn: arn,
    TableId: record.id,
    ...(record.onDemandSince !== undefined && {
      BillingModeSummary: {
        BillingMode: record.throughput ? ("PROVISIONED" as const) : ("PAY_PER_REQUEST" as const),
        LastUpdateToPayPerRequestDateTime: record.onDemandSince / 1000,
      },
    }),
    ...(local.length > 0 && { LocalSecondaryIndexes: local.map(index) }),
    ...(global.length > 0 && { GlobalSecondaryIndexes: global.map(index) }),
    ...(record.stream && {
      StreamSpecification: record.stream.specification,
      LatestStreamLabel: record.stream.label,
      LatestStreamArn: `${arn}/stream/${record.stream.label}`,
    }),
    ...(record.encryption && { SSEDescription: describedEncryption(record.encryption, arn) }),
    ...(record.tableClass && { TableClassSummary: { TableClass: record.tableClass as "STANDARD" } }),
    DeletionProtectionEnabled: record.isProtected,
    WarmThroughput: warmThroughput(record.throughput),
  };
}

function describedIndex(index: Index, { arn, status, totals, record }: Around & { record: Table["record"] }) {
  const { items, bytes } = totals(index.space);
  return {
    IndexName: index.name,
    KeySchema: keySchema(index.key),
    Projection: {
      ProjectionType: index.projection,
      ...(index.nonKeys && { NonKeyAttributes: [...index.nonKeys] }),
    },
    ...(index.isGlobal && {
      IndexStatus: status === "CREATING" || index.isFilling ? ("CREATING" as const) : ("ACTIVE" as const),
      ...(index.isFilling && { Backfilling: true }),
      ProvisionedThroughput: describedThroughput(record.throughput && index.throughput),
      WarmThroughput: warmThroughput(index.throughput),
    }),
    IndexSizeBytes: bytes,
    ItemCount: items,
    IndexArn: `${arn}/index/${index.name}`,
  };
}

function definitions({ record: { key, indexes } }: Table) {
  const attributes = [key, ...indexes.map((index) => index.key)].flatMap(keyAttributes);
  const types = new Map(attributes.map(({ name, type }) => [name, type]));
  return [...types].map(([AttributeName, AttributeType]) => ({ AttributeName, AttributeType }));
}

function keySchema({ hash, range }: Key) {
  return [
    { AttributeName: hash.name, KeyType: "HASH" as const },
    ...(range ? [{ AttributeName: range.name, KeyType: "RANGE" as const }] : []),
  ];
}

function describedThroughput(throughput: Throughput | undefined) {
  const units = throughput ?? { ReadCapacityUnits: 0, WriteCapacityUnits: 0 };
  return { NumberOfDecreasesToday: 0, ...units };
}

/** What AWS gives every table that pays per request. */
function warmThroughput(throughput: Throughput | undefined) {
  const { ReadCapacityUnits: ReadUnitsPerSecond, WriteCapacityUnits: WriteUnitsPerSecond } = throughput ?? {
    ReadCapacityUnits: 12_000,
    WriteCapacityUnits: 4000,
  };
  return { ReadUnitsPerSecond, WriteUnitsPerSecond, Status: "ACTIVE" as const };
}

function describedEncryption({ KMSMasterKeyId }: SSESpecification, arn: string) {
  const [, , , region, account] = arn.split(":");
  const key = KMSMasterKeyId ?? "alias/aws/dynamodb";
  const KMSMasterKeyArn = key.startsWith("arn:")
    ? key
    : `arn:aws:kms:${region}:${account}:${key.includes("/") ? key : `key/${key}`}`;
  return { Status: "ENABLED" as const, SSEType: "KMS" as const, KMSMasterKeyArn };
}
