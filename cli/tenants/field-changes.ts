import { isRecord } from "@batchline/diagnostics";

/** A changed field of a tenant's file. */
export type FieldChange =
  | { readonly field: string; readonly before?: unknown; readonly after?: unknown }
  /** A list, with the entries that only one of the two has. */
  | { readonly field: string; readonly added: readonly unknown[]; readonly removed: readonly unknown[] };

/** The fields below `field` in which `after` differs from `before`. The order of lists does not matter. */
export function fieldChanges(before: unknown, after: unknown, field = ""): FieldChange[] {
  if (isRecord(before) && isRecord(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.flatMap((key) =>
      fieldChanges(before[key], after[key], field === "" ? key : `${field}.${key}`),
    );
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    const added = without(after, before);
    const removed = without(before, after);
    return added.length + removed.length === 0 ? [] : [{ field, added, removed }];
  }
  if (canonical(before) === canonical(after)) return [];
  return [{ field, ...(before !== undefined && { before }), ...(after !== undefined && { after }) }];
}

/** The same text for the same value, in any order of keys. */
export function canonical(value: unknown): string | undefined {
  return JSON.stringify(value, (_, inner: unknown) =>
    isRecord(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner,
  );
}

function without(list: readonly unknown[], other: readonly unknown[]): unknown[] {
  const theirs = new Set(other.map(canonical));
  return list.filter((entry) => !theirs.has(canonical(entry)));
}
