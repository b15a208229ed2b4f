import { maxArraySize, type Shard } from "../../contract/plan.ts";

/** Cuts `chunks` chunks into shards of at most `size`, in order; all but the last are full. */
export function shardsOf(chunks: number, size: number = maxArraySize): Shard[] {
  return Array.from({ length: Math.ceil(chunks / size) }, (_, index) => ({
    index,
    offset: index * size,
    size: Math.min(size, chunks - index * size),
  }));
}
