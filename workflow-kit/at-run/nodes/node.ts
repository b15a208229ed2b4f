/** A container's place in its multi-node parallel job. */
export interface NodePlace {
  /** From 0. */
  readonly index: number;
  /** The index of the main node. It alone keeps the chunk's record, and the job ends as it does. */
  readonly mainIndex: number;
  /** The number of nodes, the main one included. */
  readonly count: number;
  /** The main node's IPv4 address; absent on the main node itself. */
  readonly mainAddress?: string | undefined;
  /** The attempt at the job, the same for all nodes; see `outputAttempt`. */
  readonly attempt: string;
}

/** Whether it is the main node. @example isMain({ index: 0, mainIndex: 0, count: 4, attempt: "job-1" }) // true */
export function isMain({ index, mainIndex }: NodePlace): boolean {
  return index === mainIndex;
}

/** The indexes of the other nodes. @example othersOf({ index: 0, mainIndex: 0, count: 4, attempt: "job-1" }) // [1, 2, 3] */
export function othersOf({ index, count }: NodePlace): number[] {
  return Array.from({ length: count }, (_, other) => other).filter((other) => other !== index);
}

/** The index of the node that processes the item with this hash, in hexadecimal. It is the same on all nodes. @example nodeFor("0000000a", { count: 4 }) // 2 */
export function nodeFor(sha256: string, { count }: Pick<NodePlace, "count">): number {
  return Number.parseInt(sha256.slice(0, 8), 16) % count;
}
