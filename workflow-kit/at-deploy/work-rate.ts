import { type LastSuccessRecord, noItems, type RunWork } from "../../contract/records.ts";

/** How many seconds a tenant's chunks work in a run: the median, so that one unusual run changes little. Undefined if not measured. @example workSeconds(await facts.lastSuccess()) // 90 */
export function workSeconds(history: LastSuccessRecord | undefined): number | undefined {
  return median(workOf(history).map((run) => run.workSeconds));
}

/** How many seconds an item takes: the median likewise. Runs that skipped most of their items do not count. @example secondsPerItem(await facts.lastSuccess()) // 0.25 */
export function secondsPerItem(history: LastSuccessRecord | undefined): number | undefined {
  return median(
    workOf(history).flatMap(({ workSeconds, items }) => {
      const { done, failed, skipped } = items ?? noItems;
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

/** Undefined for no numbers. */
function median(numbers: readonly number[]): number | undefined {
  const sorted = numbers.toSorted((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
}
