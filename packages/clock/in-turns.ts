import { nextTurn } from "./next-turn.ts";

/** Milliseconds that one request works before others get their turn. */
const longestTurn = 10;

/**
 * Passes items on, and lets other requests have their turn between two of them, after 10 ms of work.
 * @example for await (const key of inTurns(keys)) remove(key);
 */
export async function* inTurns<T>(items: Iterable<T>): AsyncGenerator<T> {
  let began = performance.now();
  for (const item of items) {
    yield item;
    if (performance.now() - began < longestTurn) continue;
    await nextTurn();
    began = performance.now();
  }
}
