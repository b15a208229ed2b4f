import type { Run } from "../execution/run.ts";
import { StateError } from "../state-error.ts";
import type { ChildExecution, MapRun, Portion } from "./map-run.ts";

/**
 * Runs the portions that have not succeeded, at most `maxConcurrency` at once: those that were started before are redriven.
 * Throws States.ExceedToleratedFailureThreshold as soon as more items failed than may, and the signal's reason when that
 * aborts; what runs is stopped then.
 */
export async function runChildren(run: Run, mapRun: MapRun, signal: AbortSignal): Promise<void> {
  const { portions = [], maxConcurrency, tolerance } = mapRun;
  const total = portions.reduce((sum, { items }) => sum + items, 0);
  let failed = 0;
  const running = new Set<ChildExecution>();
  const left = portions.filter(({ execution }) => execution?.status !== "SUCCEEDED").values();
  const failedTooOften = () => tolerance.exceededBy(failed, total);
  const over = () => signal.aborted || failedTooOften();
  const stopAll = () => {
    const why = signal.aborted ? "The Map Run was aborted." : "The Map Run failed.";
    for (const execution of running) execution.stop("States.Aborted", why);
  };
  const follow = async (portion: Portion) => {
    const execution = await start(mapRun, portion);
    run.background(execution.settled());
    running.add(execution);
    if (over()) stopAll();
    await execution.ended;
    running.delete(execution);
    if (execution.status !== "SUCCEEDED") failed += portion.items;
    if (over()) stopAll();
  };
  const worker = async () => {
    for (const portion of left) {
      await follow(portion);
      if (over()) return;
    }
  };
  signal.addEventListener("abort", stopAll, { once: true });
  try {
    signal.throwIfAborted();
    await Promise.all(Array.from({ length: Math.min(maxConcurrency, portions.length) }, worker));
  } finally {
    signal.removeEventListener("abort", stopAll);
  }
  signal.throwIfAborted();
  if (failedTooOften()) throw StateError.tooManyFailures();
}

async function start(mapRun: MapRun, portion: Portion): Promise<ChildExecution> {
  if (portion.execution === undefined) portion.execution = mapRun.launch(portion.input);
  else await portion.execution.redrive();
  return portion.execution;
}
