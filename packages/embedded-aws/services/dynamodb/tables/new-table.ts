import type { CreateTableCommandInput } from "@aws-sdk/client-dynamodb";
import { invalid, validation } from "../errors.ts";
import { checkDefinitionsUsed, definitionsOf, keyOf } from "./attribute-definitions.ts";
import { checkIndexes, globalIndexes, localIndexes } from "./index-inputs.ts";
import { newStream } from "./stream.ts";
import type { TableRecord } from "./table.ts";
import { tagsOf } from "./tags.ts";
import { throughputOf } from "./throughput.ts";

/** What a table is made of beside its input. */
interface Made {
  readonly name: string;
  readonly id: string;
  /** Milliseconds. */
  readonly now: number;
  /** Gives the number of a new space. */
  readonly space: () => number;
}

/** The table that the checked input of CreateTable describes. Throws ValidationException. */
export function newTable(input: CreateTableCommandInput, { name, id, now, space }: Made): TableRecord {
  const throughput = throughputOf(input.BillingMode, input.ProvisionedThroughput);
  const definitions = definitionsOf(input.AttributeDefinitions);
  const { KeySchema = [] } = input;
  if (KeySchema.length > definitions.size)
    throw validation("Invalid KeySchema: Some index key attribute have no definition");
  const key = keyOf(KeySchema, definitions);
  const indexes = [
    ...localIndexes(input.LocalSecondaryIndexes, definitions, key),
    ...globalIndexes(input.GlobalSecondaryIndexes, definitions, throughput),
  ];
  checkIndexes(indexes);
  checkDefinitionsUsed(definitions, [key, ...indexes.map((index) => index.key)]);
  const { SSESpecification: encryption, TableClass: tableClass, StreamSpecification } = input;
  for (const name of ["SSEType", "KMSMasterKeyId"] as const)
    if (encryption?.[name] && !encryption.Enabled)
      throw invalid(`${name} can not be specified if Enabled is false`);
  const stream = StreamSpecification && newStream(StreamSpecification, now);
  return {
    ...{ name, id, space: space(), createdAt: now, key },
    indexes: indexes.map((index) => ({ ...index, space: space() })),
    ...(throughput ? { throughput } : { onDemandSince: now }),
    tags: tagsOf(input.Tags ?? []),
    isProtected: input.DeletionProtectionEnabled ?? false,
    ...(stream && { stream }),
    ...(tableClass && { tableClass }),
    ...(encryption?.Enabled && { encryption }),
  };
}
