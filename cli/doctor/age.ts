import { plural } from "@batchline/diagnostics";

/** Milliseconds. */
export const minute = 60_000;
export const day = 24 * 60 * minute;

/** A length of time for people. @param ms Milliseconds. @example age(100 * minute) // "100 minutes" */
export function age(ms: number): string {
  if (ms >= 2 * day) return plural(Math.floor(ms / day), "day");
  return plural(Math.floor(ms / minute), "minute");
}
