import { invalid, validation } from "../errors.ts";
import { type AttributeValue, attributeOf, type Item, typeOf } from "../values/attribute-value.ts";
import { type Index, type Key, type KeyAttribute, keyAttributes, type Table } from "./table.ts";

/** Bytes of keys. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
const longest = { hash: 2048, range: 1024 };

/** Throws ValidationException unless `key` has the key attributes of a table, and no others. */
export function checkKey(key: Item, of: Key): void {
  const attributes = keyAttributes(of);
  if (Object.keys(key).length !== attributes.length) throw validation(mismatch);
  for (const { name, type } of attributes)
    if (attributeOf(key, name)?.[type] === undefined) throw validation(mismatch);
  for (const attribute of attributes)
    checkContent(attributeOf(key, attribute.name) ?? {}, attribute, {
      isHash: attribute === of.hash,
      empty: emptyKey(attribute),
    });
}

/** Throws ValidationException unless an item has the keys of the table, and none of its indexes that cannot be. */
export function checkItemKeys(item: Item, table: Table): void {
  for (const { name, type } of keyAttributes(table.key)) {
    const value = attributeOf(item, name);
    if (value === undefined) throw invalid(`Missing the key ${name} in the item`);
    if (value[type] === undefined)
      throw invalid(`Type mismatch for key ${name} expected: ${type} actual: ${typeOf(value)}`);
  }
  for (const attribute of keyAttributes(table.key))
    checkContent(attributeOf(item, attribute.name) ?? {}, attribute, {
      isHash: attribute === table.key.hash,
      empty: emptyKey(attribute),
    });
  checkIndexKeys(item, table, "A value specified for a secondary index key is not supported");
}

/** Throws ValidationException for the key of an index that cannot be one. `what` starts the message of an empty one. */
export function checkIndexKeys(item: Item, table: Table, what: string): void {
  for (const index of table.indexes)
    for (const attribute of keyAttributes(index.key)) {
      const value = attributeOf(item, attribute.name);
      if (value === undefined || isKey(attribute.name, table)) continue;
      checkIndexType(value, attribute, index);
      checkContent(value, attribute, {
        isHash: attribute === index.key.hash,
        empty: (kind) =>
          validation(
            `One or more parameter values are not valid. ${what}. The AttributeValue for a key attribute cannot contain an empty ${kind} value. IndexName: ${index.name}, IndexKey: ${attribute.name}`,
          ),
      });
    }
}

/** Whether an attribute is a key of the table. */
export function isKey(name: string, { key }: Table): boolean {
  return name === key.hash.name || name === key.range?.name;
}

/** Throws ValidationException if an expression names a part of a key. */
export function checkNested(nested: ReadonlySet<string>, table: Table): void {
  const scalar = "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed";
  for (const { name } of keyAttributes(table.key))
    if (nested.has(name)) throw validation(`${scalar}: Key: ${name}`);
  for (const { name } of table.indexes.flatMap((index) => keyAttributes(index.key)))
    if (nested.has(name)) throw validation(`${scalar}: IndexKey: ${name}`);
}

function checkIndexType(value: AttributeValue, { name, type }: KeyAttribute, index: Index): void {
  if (value[type] === undefined)
    throw invalid(
      `Type mismatch for Index Key ${name} Expected: ${type} Actual: ${typeOf(value)} IndexName: ${index.name}`,
    );
}

function checkContent(
  value: AttributeValue,
  { type }: KeyAttribute,
  { isHash, empty }: { readonly isHash: boolean; readonly empty: (kind: string) => Error },
): void {
  if (type === "N") return;
  const content = value[type] ?? "";
  if (content === "") throw empty(type === "S" ? "string" : "binary");
  const bytes = Buffer.byteLength(content, type === "S" ? "utf8" : "base64");
  // The first message lacks its space on AWS, too.
  if (isHash && bytes > longest.hash)
    throw invalid(`Size of hashkey has exceeded the maximum size limit of${longest.hash} bytes`);
  if (!isHash && bytes > longest.range)
    throw invalid(`Aggregated size of all range keys has exceeded the size limit of ${longest.range} bytes`);
}

function emptyKey({ name }: KeyAttribute) {
  return (kind: string) =>
    validation(
      `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ${kind} value. Key: ${name}`,
    );
}

const mismatch = "The provided key element does not match the schema";
