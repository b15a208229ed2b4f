/** A tenant's chunks and how many turns it gets. */
export interface Queue<T> {
  /** More than 0; 1 is ordinary. */
  readonly weight: number;
  readonly chunks: readonly T[];
}

/**
 * One order for all chunks, in which a tenant with many does not push the others to the end: each queue's k-th chunk has
 * its turn at k / weight (stride scheduling). Queues that tie go in the order given, so the same input gives the same order.
 *
 * What a queue may count on, whoever else is there: when its n-th chunk has its turn, of each other queue at most
 * n × its weight / one's own have had theirs. So its last chunk is in place n × (all weights / its own) at the latest.
 */
export function interleave<T>(queues: readonly Queue<T>[]): T[] {
  return queues
    .flatMap(({ weight, chunks }, queue) =>
      chunks.map((chunk, position) => ({ chunk, turn: (position + 1) / weight, queue })),
    )
    .sort((a, b) => a.turn - b.turn || a.queue - b.queue)
    .map(({ chunk }) => chunk);
}
