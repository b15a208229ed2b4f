import type { LastSuccessRecord, RunWork } from "../../contract/records.ts";

/**
 * How many seconds a tenant's chunks work in a run: the median of its last few runs that succeeded, so that one that took
 * ten times as long, or found nothing to do, changes little. Undefined when none has told.
 */
export function workSeconds(history: LastSuccessRecord | undefined): number | undefined {
  return median(workOf(history).map((run) => run.workSeconds));
}

/**
 * How many seconds an item takes: the median, likewise. Undefined when no run has told. A run that skipped most of its items tells
 * nothing of how long they take when there is something to do.
 */
export function secondsPerItem(history: LastSuccessRecord | undefined): number | undefined {
  return median(
    workOf(history).flatMap(({ workSeconds, items }) => {
      const { done = 0, failed = 0, skipped = 0 } = items ?? {};
      return done + failed > skipped ? [workSeconds / (done + failed + skipped)] : [];
    }),
  );
}

function workOf(
  history: LastSuccessRecord | undefined,
): readonly (Pick<RunWork, "workSeconds"> & Partial<RunWork>)[] {
  if (history?.work !== undefined) return history.work;
  return history?.workSeconds === undefined ? [] : [{ workSeconds: history.workSeconds }];
}

/** The number in the middle, of an even number of them the mean of both in the middle; undefined of none. */
function median(numbers: readonly number[]): number | undefined {
  const sorted = numbers.toSorted((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
}
