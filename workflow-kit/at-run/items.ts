import { InterruptedError, ItemError } from "./errors.ts";
import type { Progress } from "./progress.ts";

/**
 * Runs `work` over `items`, at most `parallel` at a time. An ItemError counts the item, called by its `name`, as failed. On any other
 * error, and when `signal` aborts, it takes no more items and waits for those under way.
 * @throws {InterruptedError} when `signal` has aborted. @throws the first error that is not an ItemError.
 * @example await eachItem(urls, { parallel: 8, signal, progress, name: (url) => url }, download);
 */
export async function eachItem<T>(
  items: Iterable<T>,
  options: {
    readonly parallel: number;
    readonly signal: AbortSignal;
    readonly progress: Progress;
    readonly name: (item: T) => string;
  },
  work: (item: T) => Promise<void>,
): Promise<void> {
  const iterator = items[Symbol.iterator]();
  const crashes: unknown[] = [];
  const worker = async () => {
    while (!options.signal.aborted && crashes.length === 0) {
      const next = iterator.next();
      if (next.done === true) return;
      try {
        await work(next.value);
      } catch (error) {
        if (options.signal.aborted) return;
        if (error instanceof ItemError) options.progress.failed(options.name(next.value), error.message);
        else crashes.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: options.parallel }, worker));
  if (crashes.length > 0) throw crashes[0];
  if (options.signal.aborted) throw new InterruptedError();
}
