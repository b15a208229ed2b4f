import type { Authorise } from "../../host/gateway/service.ts";
import type { ConditionKeys } from "./condition-keys.ts";
import type { Catalog } from "./tables/catalog.ts";
import type { TableNames } from "./tables/table-name.ts";
import { attributeOf, type Item } from "./values/attribute-value.ts";

/** What a request does to one table or index. */
export interface Access {
  /** The IAM action is `dynamodb:` and this. */
  readonly action: string;
  /** The table's name. @default all tables */
  readonly table?: string;
  readonly index?: string | undefined;
  /** Each names a value of the partition key. @default none: the condition key `dynamodb:LeadingKeys` is absent */
  readonly keys?: readonly Item[];
  /** The other condition keys of `dynamodb:`. @default absent */
  readonly context?: ConditionKeys;
}

interface Caller {
  readonly authorise: Authorise;
  readonly names: TableNames;
  readonly catalog: Catalog;
}

/** Throws AccessDeniedException unless the caller may do all that a request does. */
export function authoriseAll(accesses: Iterable<Access>, { authorise, names, catalog }: Caller): void {
  for (const access of accesses) {
    const { action, table, index } = access;
    const resource = table === undefined ? "*" : names.arn(table);
    const leading = leadingKeys(catalog, access);
    const keys = leading.length === 0 ? {} : { LeadingKeys: leading, FirstPartitionKeyValues: leading };
    const context = Object.entries({ ...keys, ...access.context });
    authorise(
      `dynamodb:${action}`,
      index === undefined ? resource : `${resource}/index/${index}`,
      Object.fromEntries(context.map(([key, value]) => [`dynamodb:${key}`, value])),
    );
  }
}

/** The values of the partition key of a table or index, as the condition key `dynamodb:LeadingKeys` has them. */
function leadingKeys(catalog: Catalog, { table: name, index, keys = [] }: Access): string[] {
  const table = name === undefined ? undefined : catalog.known(name)?.table;
  const key = index === undefined ? table?.key : table?.index(index)?.key;
  if (key === undefined) return [];
  const values = keys.flatMap((item) => attributeOf(item, key.hash.name) ?? []);
  return [...new Set(values.flatMap((value) => Object.values(value).map(String)))];
}
