import type {
  CreateGlobalSecondaryIndexAction,
  GlobalSecondaryIndexUpdate,
  ProvisionedThroughput,
  UpdateTableCommandInput,
} from "@aws-sdk/client-dynamodb";
import { AwsError } from "../../../host/gateway/aws-error.ts";
import { invalid, notFound, validation } from "../errors.ts";
import { definitionsOf } from "./attribute-definitions.ts";
import { checkIndexes, globalIndex } from "./index-inputs.ts";
import { changedStream } from "./stream.ts";
import { type IndexRecord, keyAttributes, type Table, type TableRecord, type Throughput } from "./table.ts";
import { throughputOf } from "./throughput.ts";

/** What a change needs besides table and input. */
interface Around {
  /** Milliseconds. */
  readonly now: number;
  /** Gives the number of a new space. */
  readonly space: () => number;
}

/** The table after the checked input of UpdateTable. Throws ValidationException and others of AWS. */
export function changedTable(table: Table, input: UpdateTableCommandInput, around: Around): TableRecord {
  const { record } = table;
  const { DeletionProtectionEnabled, SSESpecification, StreamSpecification, TableClass } = input;
  const { GlobalSecondaryIndexUpdates: updates = [], BillingMode, ProvisionedThroughput } = input;
  const changes = [
    BillingMode,
    ProvisionedThroughput,
    DeletionProtectionEnabled,
    SSESpecification,
    StreamSpecification,
  ];
  if (updates.length === 0 && [...changes, TableClass].every((change) => change === undefined))
    throw validation(nothingToChange);
  checkAlone(input);
  const billed = changedBilling(record, input, around.now);
  const stream = StreamSpecification
    ? changedStream(record.name, record.stream, StreamSpecification, around.now)
    : record.stream;
  const { throughput, onDemandSince, stream: _, encryption, tableClass, ...rest } = record;
  const encrypted = SSESpecification ? (SSESpecification.Enabled ? SSESpecification : undefined) : encryption;
  return {
    ...rest,
    ...billed,
    indexes: changedIndexes(table, input, { ...around, throughput: billed.throughput }),
    ...(stream && { stream }),
    ...(encrypted && { encryption: encrypted }),
    ...((TableClass ?? tableClass) && { tableClass: TableClass ?? tableClass }),
    isProtected: DeletionProtectionEnabled ?? record.isProtected,
  };
}

/** What AWS changes only alone. */
const alone = [
  ["SSESpecification", "Server-Side Encryption"],
  ["TableClass", "TableClass"],
  ["DeletionProtectionEnabled", "DeletionProtection"],
] as const;

function checkAlone({ TableName, AttributeDefinitions, ...changes }: UpdateTableCommandInput): void {
  const given = Object.values(changes).filter((change) => change !== undefined);
  for (const [name, words] of alone)
    if (changes[name] !== undefined && given.length > 1)
      throw invalid(`${words} modification must be the only operation in the request`);
  const {
    BillingMode,
    GlobalSecondaryIndexUpdates: updates = [],
    ProvisionedThroughput,
    StreamSpecification,
  } = changes;
  const changesIndexes = updates.some(({ Create, Delete }) => Create ?? Delete);
  const changesThroughput = (BillingMode ?? ProvisionedThroughput) !== undefined;
  if (StreamSpecification && changesThroughput)
    throw invalid("You cannot modify stream status while updating table IOPS");
  if (changesIndexes && changesThroughput)
    throw invalid("You cannot create or delete index while updating table IOPS");
  if (changesIndexes && StreamSpecification)
    throw invalid("You cannot create or delete index while changing stream status");
}

function changedBilling(
  record: TableRecord,
  { BillingMode, ProvisionedThroughput, GlobalSecondaryIndexUpdates: updates = [] }: UpdateTableCommandInput,
  now: number,
): Pick<TableRecord, "throughput" | "onDemandSince"> {
  const { throughput, onDemandSince } = record;
  const mode = BillingMode ?? (throughput ? "PROVISIONED" : "PAY_PER_REQUEST");
  if (mode === "PAY_PER_REQUEST") {
    throughputOf(mode, ProvisionedThroughput);
    return { onDemandSince: throughput || onDemandSince === undefined ? now : onDemandSince };
  }
  const since = onDemandSince === undefined ? {} : { onDemandSince };
  if (ProvisionedThroughput === undefined) {
    if (throughput) return { throughput, ...since };
    throw invalid("ProvisionedThroughput must be specified when BillingMode is PROVISIONED");
  }
  const next = throughputOf(mode, ProvisionedThroughput);
  if (throughput && next && updates.length === 0) checkDiffers(throughput, next);
  return { ...(next && { throughput: next }), ...since };
}

function changedIndexes(
  { record, indexes }: Table,
  input: UpdateTableCommandInput,
  { space, throughput }: Around & { readonly throughput: Throughput | undefined },
): IndexRecord[] {
  const { GlobalSecondaryIndexUpdates: updates = [] } = input;
  if (updates.filter(({ Create, Delete }) => Create ?? Delete).length > 1)
    throw new AwsError(
      "LimitExceededException",
      "Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table",
    );
  checkUpdates(updates);
  const throughputs = new Map<string, ProvisionedThroughput | undefined>();
  let kept = record.indexes;
  const created: IndexRecord[] = [];
  for (const { Create, Delete, Update } of updates) {
    const name = Delete?.IndexName ?? Update?.IndexName;
    if (name !== undefined && !indexes.some((index) => index.isGlobal && index.name === name))
      throw notFound();
    if (Delete) kept = kept.filter((index) => index.name !== Delete.IndexName);
    if (Update?.IndexName) throughputs.set(Update.IndexName, Update.ProvisionedThroughput);
    if (Create)
      created.push({ ...newIndex(record, input, Create, throughput), space: space(), isFilling: true });
  }
  checkIndexes([...kept, ...created]);
  return [...kept.map((index) => withThroughput(index, throughput, throughputs.get(index.name))), ...created];
}

function newIndex(
  { key, indexes }: TableRecord,
  { AttributeDefinitions }: UpdateTableCommandInput,
  create: CreateGlobalSecondaryIndexAction,
  throughput: Throughput | undefined,
) {
  const types = new Map(
    [key, ...indexes.map((index) => index.key)].flatMap(keyAttributes).map(({ name, type }) => [name, type]),
  );
  if (indexes.some(({ name }) => name === create.IndexName))
    throw validation("Attempting to create an index which already exists");
  for (const [name, type] of definitionsOf(AttributeDefinitions)) {
    const known = types.get(name);
    if (known !== undefined && known !== type)
      throw invalid(`Attribute ${name} is a key of type ${known} already, and cannot be defined as ${type}`);
    types.set(name, type);
  }
  return globalIndex(create, types, throughput);
}

/** Gives an index its throughput; it has none in a table that pays per request. */
function withThroughput(
  index: IndexRecord,
  throughput: Throughput | undefined,
  given: ProvisionedThroughput | undefined,
): IndexRecord {
  const { throughput: before, ...rest } = index;
  if (!index.isGlobal || throughput === undefined) return rest;
  const own = given ? throughputOf("PROVISIONED", given) : before;
  if (own === undefined) throw invalid(`ProvisionedThroughput must be specified for index: ${index.name}`);
  return { ...rest, throughput: own };
}

function checkUpdates(updates: readonly GlobalSecondaryIndexUpdate[]): void {
  const names = new Set<string>();
  for (const { Create, Delete, Update } of updates) {
    const [first, second] = [Create, Delete, Update].filter((action) => action !== undefined);
    if (first === undefined)
      throw invalid(
        "One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, GlobalSecondaryIndexUpdate.Delete must not be null",
      );
    if (second !== undefined)
      throw invalid(
        "Only one global secondary index action is allowed per GlobalSecondaryIndexUpdate object",
      );
    const { IndexName: name = "" } = first;
    if (names.has(name))
      throw invalid(
        `Only one global secondary index update per index is allowed simultaneously. Index: ${name}`,
      );
    names.add(name);
  }
}

function checkDiffers(before: Throughput, now: Throughput): void {
  const { ReadCapacityUnits: read, WriteCapacityUnits: write } = before;
  if (read !== now.ReadCapacityUnits || write !== now.WriteCapacityUnits) return;
  throw validation(
    `The provisioned throughput for the table will not change. The requested value equals the current value. Current ReadCapacityUnits provisioned for the table: ${read}. Requested ReadCapacityUnits: ${read}. Current WriteCapacityUnits provisioned for the table: ${write}. Requested WriteCapacityUnits: ${write}. Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits.`,
  );
}

const nothingToChange =
  "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates, SSESpecification, ReplicaUpdates, MultiAccountReplicaReady, ReplicaTransitRoleArn, MultiRegionConsistency, DeletionProtectionEnabled, OnDemandThroughput, WarmThroughput or TableClass is required";
