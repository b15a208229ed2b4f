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

/** The same as `checkItemKeys`, in the words of a batch. */
export function checkBatchKeys(item: Item, table: Table): void {
  for (const { name, type } of keyAttributes(table.key))
    if (attributeOf(item, name)?.[type] === undefined) throw validation(mismatch);
  checkItemKeys(item, table);
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
  checkIndexKeys(item, table, "put");
}

/** Throws ValidationException for the key of an index that cannot be one. `after` is the item after an update, or a new one. */
export function checkIndexKeys(item: Item, table: Table, after: "put" | "update"): void {
  for (const index of byName(table.indexes))
    for (const attribute of keyAttributes(index.key)) {
      const value = attributeOf(item, attribute.name);
      if (value === undefined) continue;
      checkIndexType(value, attribute, index);
      checkContent(value, attribute, {
        isHash: attribute === index.key.hash,
        empty: (kind) => emptyIndexKey(kind, attribute, after === "put" ? index : undefined),
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

/** AWS names the index only of an item that is put. */
function emptyIndexKey(kind: string, { name }: KeyAttribute, index: Index | undefined): Error {
  const what = index
    ? "A value specified for a secondary index key is not supported."
    : "The update expression attempted to update a secondary index key to a value that is not supported.";
  const where = index ? ` IndexName: ${index.name}, IndexKey: ${name}` : "";
  return validation(
    `One or more parameter values are not valid. ${what} The AttributeValue for a key attribute cannot contain an empty ${kind} value.${where}`,
  );
}

/** AWS reports the first index by name. */
export function byName(indexes: readonly Index[]): Index[] {
  return [...indexes].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function emptyKey({ name }: KeyAttribute) {
  return (kind: string) =>
    validation(
      `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ${kind} value. Key: ${name}`,
    );
}

const mismatch = "The provided key element does not match the schema";
