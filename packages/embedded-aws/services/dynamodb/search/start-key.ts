import { AwsError } from "../../../host/gateway/aws-error.ts";
import { validation } from "../errors.ts";
import type { Place } from "../storage/key-bytes.ts";
import { checkKey } from "../tables/check-keys.ts";
import { type Index, type Key, keyAttributes, placeInIndex, type Table } from "../tables/table.ts";
import type { Item } from "../values/attribute-value.ts";
import { checkItem } from "../values/check-values.ts";

const problem = "The provided starting key is invalid";

/** Checks the values of an ExclusiveStartKey. Throws ValidationException. */
export function checkStartValues(key: Item | undefined): void {
  if (key === undefined) return;
  try {
    checkItem(key);
  } catch (cause) {
    if (!(cause instanceof AwsError)) throw cause;
    // AWS starts only some of these messages so.
    const isBare = /contains duplicates|number set|numeric value|significant digits|number with magnitude/;
    throw isBare.test(cause.message) ? cause : validation(`${problem}: ${cause.message}`);
  }
}

interface Searched {
  readonly table: Table;
  readonly index: Index | undefined;
  /** Otherwise a Scan. */
  readonly isQuery: boolean;
}

/** The place that an ExclusiveStartKey names. Throws ValidationException. */
export function startPlace(key: Item, { table, index, isQuery }: Searched): Place {
  // AWS says no more in a Query or of an index.
  const isShort = isQuery || index !== undefined;
  const own = picked(key, table.key);
  try {
    checkKey(own, table.key);
    if (index) checkKey(picked(key, index.key), index.key);
  } catch (cause) {
    if (!(cause instanceof AwsError)) throw cause;
    throw validation(isShort ? problem : `${problem}: ${cause.message}`);
  }
  const names = new Set(
    [table.key, ...(index ? [index.key] : [])].flatMap(keyAttributes).map(({ name }) => name),
  );
  if (Object.keys(key).length !== names.size)
    throw validation(isShort ? problem : `${problem}: The provided key element does not match the schema`);
  const primary = table.place(own);
  const place = index ? placeInIndex(key, index, primary) : primary;
  if (place === undefined) throw validation(problem);
  return place;
}

function picked(key: Item, of: Key): Item {
  const names = new Set(keyAttributes(of).map(({ name }) => name));
  return Object.fromEntries(Object.entries(key).filter(([name]) => names.has(name)));
}
