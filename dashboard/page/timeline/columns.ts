import type { Window } from "./axis.ts";

/**
 * A step function's highest value in each of `columns` equal parts of a window: all that a screen can show of some 60,000 steps.
 * @param atMs where each value begins, ascending
 */
export function highestPerColumn(
  { atMs, values }: { readonly atMs: readonly number[]; readonly values: readonly number[] },
  { fromMs, toMs }: Window,
  columns: number,
): number[] {
  const highest = new Array<number>(columns).fill(0);
  const perMs = columns / (toMs - fromMs);
  for (const [at, value] of values.entries()) {
    const endMs = atMs[at + 1] ?? toMs;
    if (endMs <= fromMs || atMs[at]! >= toMs) continue;
    const first = Math.max(0, Math.floor((atMs[at]! - fromMs) * perMs));
    const last = Math.min(columns - 1, Math.ceil((endMs - fromMs) * perMs) - 1);
    for (let column = first; column <= last; column++) highest[column] = Math.max(highest[column]!, value);
  }
  return highest;
}
