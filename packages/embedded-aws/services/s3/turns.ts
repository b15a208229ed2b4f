import { nextTurn } from "@batchline/clock";

/** Milliseconds that one request works before others get their turn. */
const longestTurn = 10;

/** Passes items on, and lets other requests have their turn between two of them. */
export async function* inTurns<T>(items: Iterable<T>): AsyncGenerator<T> {
  let began = performance.now();
  for (const item of items) {
    yield item;
    if (performance.now() - began < longestTurn) continue;
    await nextTurn();
    began = performance.now();
  }
}
