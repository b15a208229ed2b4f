import type { AttributeDefinition, KeySchemaElement } from "@aws-sdk/client-dynamodb";
import { must } from "@batchline/diagnostics";
import { invalid, validation } from "../errors.ts";
import type { Key, KeyAttribute, KeyType } from "./table.ts";

/** The types of key attributes by name. */
export type Definitions = ReadonlyMap<string, KeyType>;

/** Throws ValidationException for an attribute that is defined twice. */
export function definitionsOf(given: readonly AttributeDefinition[] = []): Definitions {
  const definitions = new Map<string, KeyType>();
  for (const { AttributeName: name = "", AttributeType: type } of given) {
    if (definitions.has(name)) throw validation(`Attribute Name is duplicated: ${name}`);
    definitions.set(name, must(type, "a checked definition has a type"));
  }
  return definitions;
}

/** The key of a table or index. Throws ValidationException. */
export function keyOf(schema: readonly KeySchemaElement[], definitions: Definitions): Key {
  const [hash, range, ...others] = schema;
  if (others.length > 0) throw validation("the embedded AWS has keys of at most two attributes");
  const names = schema.map(({ AttributeName }) => String(AttributeName));
  if (names.some((name) => !definitions.has(name)))
    throw invalid(
      `Some index key attributes are not defined in AttributeDefinitions. Keys: ${listed(names)}, AttributeDefinitions: ${listed(definitions.keys())}`,
    );
  if (names[0] === names[1])
    throw validation("Both the Hash Key and the Range Key element in the KeySchema have the same name");
  if (hash?.KeyType !== "HASH")
    throw validation("Invalid KeySchema: The first KeySchemaElement is not a HASH key type");
  if (range && range.KeyType !== "RANGE")
    throw validation("Invalid KeySchema: The second KeySchemaElement is not a RANGE key type");
  const attribute = (name = ""): KeyAttribute => ({
    name,
    type: must(definitions.get(name), "the attribute is defined"),
  });
  return { hash: attribute(names[0]), ...(range && { range: attribute(names[1]) }) };
}

/** Throws ValidationException unless each definition is used. */
export function checkDefinitionsUsed(definitions: Definitions, keys: readonly Key[]): void {
  const used = new Set(keys.flatMap(({ hash, range }) => [hash.name, ...(range ? [range.name] : [])]));
  if (definitions.size === used.size) return;
  if (keys.length === 1)
    throw invalid(
      "Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions",
    );
  throw invalid(
    `Some AttributeDefinitions are not used. AttributeDefinitions: ${listed(definitions.keys())}, keys used: ${listed(used)}`,
  );
}

/** Names as AWS's errors have them. */
function listed(names: Iterable<string>): string {
  return `[${[...names].sort().join(", ")}]`;
}
