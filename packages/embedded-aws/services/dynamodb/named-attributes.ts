import type { Attributes } from "dynalite/db/index.js";
import { type Parsed, pathsOf } from "./expressions.ts";

/** The members of a checked request that name attributes, in the request itself or in one of its actions. */
export interface Naming extends Parsed {
  readonly AttributeUpdates?: ByName;
  readonly AttributesToGet?: readonly string[];
  readonly Expected?: ByName;
  readonly Item?: Attributes;
  readonly Key?: Attributes;
  readonly KeyConditions?: ByName;
  readonly Keys?: readonly Attributes[];
  readonly QueryFilter?: ByName;
  readonly ScanFilter?: ByName;
}

type ByName = Readonly<Record<string, unknown>>;

/** The top-level attributes that a request names, as the condition key `dynamodb:Attributes` has them. */
export function namedAttributes(naming: Naming): string[] {
  const { AttributeUpdates, Expected, Item, Key, KeyConditions, Keys = [], QueryFilter, ScanFilter } = naming;
  const byName = [AttributeUpdates, Expected, Item, Key, KeyConditions, QueryFilter, ScanFilter, ...Keys];
  const { _condition, _filter, _projection, _updates } = naming;
  const compared = [_condition, _filter].flatMap((parsed) => (parsed ? pathsOf(parsed.expression) : []));
  const updated = (_updates?.sections ?? []).flatMap(({ path, val }) => [path, ...(val ? pathsOf(val) : [])]);
  return [
    ...byName.flatMap((names) => Object.keys(names ?? {})),
    ...(naming.AttributesToGet ?? []),
    ...[...compared, ...updated, ...(_projection?.paths ?? [])].map(([head]) => String(head)),
  ];
}
