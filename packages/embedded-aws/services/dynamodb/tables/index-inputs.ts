import type { GlobalSecondaryIndex, LocalSecondaryIndex, Projection } from "@aws-sdk/client-dynamodb";
import { invalid } from "../errors.ts";
import { type Definitions, keyOf } from "./attribute-definitions.ts";
import type { IndexRecord, Key, Throughput } from "./table.ts";
import { throughputOf } from "./throughput.ts";

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-secondary-indexes */
const most = { local: 5, global: 20, projected: 100 };

type New = Omit<IndexRecord, "space">;

/** The local indexes of a new table. Throws ValidationException. */
export function localIndexes(
  given: readonly LocalSecondaryIndex[] | undefined,
  definitions: Definitions,
  { hash, range }: Key,
): New[] {
  if (given === undefined) return [];
  if (given.length === 0) throw invalid("List of LocalSecondaryIndexes is empty");
  if (range === undefined)
    throw invalid(
      "Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex",
    );
  const indexes = given.map(({ IndexName: name = "", KeySchema = [], Projection }) => {
    const key = keyOf(KeySchema, definitions);
    if (key.range === undefined)
      throw invalid(`Index KeySchema does not have a range key for index: ${name}`);
    if (key.hash.name !== hash.name)
      throw invalid(
        `Index KeySchema does not have the same leading hash key as table KeySchema for index: ${name}. index hash key: ${key.hash.name}, table hash key: ${hash.name}`,
      );
    return { name, isGlobal: false, key, ...projectionOf(Projection) };
  });
  if (indexes.length > most.local)
    throw invalid(`Number of LocalSecondaryIndexes exceeds per-table limit of ${most.local}`);
  return indexes;
}

/** The global indexes of a new table. Throws ValidationException. */
export function globalIndexes(
  given: readonly GlobalSecondaryIndex[] | undefined,
  definitions: Definitions,
  throughput: Throughput | undefined,
): New[] {
  if (given === undefined) return [];
  if (given.length === 0) throw invalid("List of GlobalSecondaryIndexes is empty");
  const indexes = given.map((index) => globalIndex(index, definitions, throughput));
  if (indexes.length > most.global)
    throw invalid(`GlobalSecondaryIndex count exceeds the per-table limit of ${most.global}`);
  return indexes;
}

/** One global index of a table with `throughput`, or without. Throws ValidationException. */
export function globalIndex(
  { IndexName: name = "", KeySchema = [], Projection, ProvisionedThroughput }: GlobalSecondaryIndex,
  definitions: Definitions,
  throughput: Throughput | undefined,
): New {
  const key = keyOf(KeySchema, definitions);
  const projection = projectionOf(Projection);
  if (throughput === undefined && ProvisionedThroughput)
    throw invalid(
      `ProvisionedThroughput should not be specified for index: ${name} when BillingMode is PAY_PER_REQUEST`,
    );
  if (throughput && ProvisionedThroughput === undefined)
    throw invalid(`ProvisionedThroughput is not specified for index: ${name}`);
  const own = throughput && throughputOf("PROVISIONED", ProvisionedThroughput);
  return { name, isGlobal: true, key, ...projection, ...(own && { throughput: own }) };
}

/** Throws ValidationException for two indexes of one name, or more than 100 projected attributes together. */
export function checkIndexes(indexes: readonly New[]): void {
  const names = new Set<string>();
  for (const { name } of indexes) {
    if (names.has(name)) throw invalid(`Duplicate index name: ${name}`);
    names.add(name);
  }
  const projected = indexes.reduce((sum, { nonKeys = [] }) => sum + nonKeys.length, 0);
  if (projected > most.projected)
    throw invalid(`Number of NonKeyAttributes exceeds the per-table limit of ${most.projected}`);
}

function projectionOf({
  ProjectionType,
  NonKeyAttributes,
}: Projection = {}): Pick<New, "projection" | "nonKeys"> {
  if (ProjectionType === undefined) throw invalid("Unknown ProjectionType: null");
  if (ProjectionType === "INCLUDE") {
    if (NonKeyAttributes === undefined)
      throw invalid("ProjectionType is INCLUDE, but NonKeyAttributes is not specified");
    const twice = NonKeyAttributes.find((name, index) => NonKeyAttributes.indexOf(name) !== index);
    if (twice !== undefined) throw invalid(`Duplicate element in NonKeyAttributes: ${twice}`);
    return { projection: ProjectionType, nonKeys: NonKeyAttributes };
  }
  if (NonKeyAttributes)
    throw invalid(`ProjectionType is ${ProjectionType}, but NonKeyAttributes is specified`);
  return { projection: ProjectionType };
}
