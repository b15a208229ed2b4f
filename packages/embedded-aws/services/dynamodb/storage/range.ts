import type { SQLInputValue } from "node:sqlite";
import type { Place } from "./key-bytes.ts";

/** A part of a space, in the order of its places. */
export interface Range {
  /** All partitions, or one with a part of its sort keys. */
  readonly within:
    | { readonly firstToken: number; readonly lastToken: number }
    | { readonly token: number; readonly hash: Uint8Array; readonly low?: Bound; readonly high?: Bound };
  /** Behind this place only. @default from the start */
  readonly after?: Place | undefined;
  readonly isBackward: boolean;
  /** @default all */
  readonly limit?: number;
}

export interface Bound {
  readonly bytes: Uint8Array;
  readonly isIncluded: boolean;
}

/** What comes behind `space = ? AND` in a query of a range. */
export function rangeClauses({ within, after, isBackward, limit = -1 }: Range): {
  readonly text: string;
  readonly values: readonly SQLInputValue[];
} {
  const clauses: string[] = [];
  const values: SQLInputValue[] = [];
  const where = (clause: string, ...bound: SQLInputValue[]) => {
    clauses.push(clause);
    values.push(...bound);
  };
  const [behind, direction] = isBackward ? ["<", "DESC"] : [">", "ASC"];
  if ("hash" in within) {
    const { token, hash, low, high } = within;
    where("token = ? AND hash = ?", token, hash);
    if (low) where(`range ${low.isIncluded ? ">=" : ">"} ?`, low.bytes);
    if (high) where(`range ${high.isIncluded ? "<=" : "<"} ?`, high.bytes);
    if (after) where(`(range, rest) ${behind} (?, ?)`, after.range, after.rest);
  } else {
    where("token BETWEEN ? AND ?", within.firstToken, within.lastToken);
    if (after)
      where(
        `(token, hash, range, rest) ${behind} (?, ?, ?, ?)`,
        after.token,
        after.hash,
        after.range,
        after.rest,
      );
  }
  const order = ["token", "hash", "range", "rest"].map((column) => `${column} ${direction}`).join(", ");
  return {
    text: `${clauses.join(" AND ")} ORDER BY ${order} LIMIT ?`,
    values: [...values, limit],
  };
}
