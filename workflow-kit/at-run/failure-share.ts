import { BadDataError } from "./errors.ts";
import type { Progress } from "./progress.ts";

/**
 * Throws BadDataError when more than `allowed`, a share from 0 to 1, of the stage's items failed.
 * `noun`: what the items are, in the plural.
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

/** With one decimal only where it is needed to tell the share from a whole percentage. */
function percent(share: number): string {
  return `${Number((100 * share).toFixed(1))} %`;
}
