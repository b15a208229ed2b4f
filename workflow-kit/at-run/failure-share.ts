import { BadDataError } from "./errors.ts";
import type { Progress } from "./progress.ts";

/**
 * Checks that at most `allowed`, a share from 0 to 1, of the items failed. A stage may check it before it replaces a result.
 * @param noun The items, in the plural. @throws {BadDataError} when more failed.
 * @example checkFailureShare(progress, 0.05, "products");
 */
export function checkFailureShare(progress: Progress, allowed: number, noun: string): void {
  const { done, failed, skipped } = progress.counts;
  const total = done + failed + skipped;
  const first = progress.failures[0];
  if (first === undefined || failed <= allowed * total) return;
  throw new BadDataError(
    `${failed} of ${total} ${noun} failed (${percent(failed / total)}), more than the ${percent(allowed)} allowed; ` +
      `first: ${first.item}: ${first.reason}`,
  );
}

/** With one decimal, unless the percentage is whole. */
function percent(share: number): string {
  return `${Number((100 * share).toFixed(1))} %`;
}
