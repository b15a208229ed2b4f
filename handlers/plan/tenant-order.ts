/** A tenant's chunks and its weight. */
export interface Queue<T> {
  /** More than 0. @default 1 */
  readonly weight: number;
  readonly chunks: readonly T[];
}

/**
 * Interleaves chunks by weighted round-robin (stride scheduling): a queue's k-th chunk has its turn at k / weight. So a
 * tenant with many chunks does not push the others to the end. Ties go in the order given: the result is deterministic.
 * Guarantee: before a queue's n-th chunk, each other queue has had at most n × its weight / the queue's weight.
 */
export function interleave<T>(queues: readonly Queue<T>[]): T[] {
  return queues
    .flatMap(({ weight, chunks }, queue) =>
      chunks.map((chunk, position) => ({ chunk, turn: (position + 1) / weight, queue })),
    )
    .sort((a, b) => a.turn - b.turn || a.queue - b.queue)
    .map(({ chunk }) => chunk);
}
