/** A container's place in its multi-node parallel job. */
export interface NodePlace {
  /** From 0. */
  readonly index: number;
  /** Which node leads: it alone keeps the chunk's record, and the job ends as it does. */
  readonly mainIndex: number;
  /** How many nodes there are, the main one included. */
  readonly count: number;
  /** The main node's IPv4 address; absent on the main node itself. */
  readonly mainAddress?: string;
  /** One attempt at one job, the same for all of its nodes: `<job id>/<attempt>`. */
  readonly attempt: string;
}

export function isMain({ index, mainIndex }: NodePlace): boolean {
  return index === mainIndex;
}

/** The other nodes' indexes. */
export function othersOf({ index, count }: NodePlace): number[] {
  return Array.from({ length: count }, (_, other) => other).filter((other) => other !== index);
}

/** The node that works on the item named by `sha256`, in hexadecimal: all nodes come to the same answer without asking. */
export function nodeFor(sha256: string, { count }: Pick<NodePlace, "count">): number {
  return Number.parseInt(sha256.slice(0, 8), 16) % count;
}
