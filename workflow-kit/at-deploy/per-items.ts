import { type Chunking, ChunkingError, checkAim, checkCount } from "./chunking.ts";
import { secondsPerItem } from "./work-rate.ts";

interface ItemsOptions {
  /** Items of a chunk; with `aim`, only until a run has measured the time of an item. */
  readonly size: number;
  /**
   * How many seconds the stages of a chunk should take together; see `minutes`. The size then follows the median time of an item in the
   * tenant's last five successful runs, without those that skipped most items. @default earlier runs do not count
   */
  readonly aim?: number;
  /** The fewest items that `aim` puts into a chunk, except the last. @default a tenth of `size` */
  readonly least?: number;
  /** The most. @default ten times `size` */
  readonly most?: number;
  /** The items are the objects below this prefix, which is below the tenant's own and ends in `/`. */
  readonly prefix: string;
  /** Why a tenant has no chunks, for a person. */
  readonly whyNone: string;
}

/**
 * Makes a chunk for every `size` objects of a tenant; the last one takes the rest. A chunk's `items` says which objects are its own.
 * @throws {ChunkingError} BL-W002 unless `aim` is above 0, 1 ≤ `least` ≤ `size` ≤ `most`, all whole, and `prefix` ends in `/`.
 * @example chunks: perItems({ size: 1_000, aim: minutes(10), prefix: "invoices/", whyNone: "it has no invoices yet" })
 */
export function perItems<P>(options: ItemsOptions): Chunking<P> {
  const { size, aim, prefix, whyNone } = options;
  const { least = Math.ceil(size / 10), most = size * 10 } = options;
  checkCount("size", size);
  checkAim(aim);
  if (![least, most].every(Number.isInteger) || !(1 <= least && least <= size && size <= most)) {
    throw new ChunkingError(
      "BL-W002",
      `least ${least}, size ${size}, most ${most}: use whole numbers with 1 ≤ least ≤ size ≤ most`,
    );
  }
  if (!/^[^/*?].*\/$/.test(prefix)) {
    throw new ChunkingError(
      "BL-W002",
      `prefix: ${JSON.stringify(prefix)} does not end in /, or begins with it`,
    );
  }
  return {
    async chunksOf(_tenant, _params, facts) {
      const pace = aim === undefined ? undefined : secondsPerItem(await facts.lastSuccess());
      const full =
        aim === undefined || pace === undefined
          ? size
          : Math.min(most, Math.max(least, Math.floor(aim / pace)));
      const ends: string[] = [];
      let [inChunk, last] = [0, ""];
      for await (const name of facts.names(prefix)) {
        if (inChunk === full) {
          ends.push(last);
          inChunk = 0;
        }
        inChunk += 1;
        last = name;
      }
      if (inChunk > 0) ends.push(last);
      return ends.map((through, part) => {
        const after = ends[part - 1];
        return { part, parts: ends.length, items: after === undefined ? { through } : { after, through } };
      });
    },
    lists: prefix,
    whyNone,
  };
}
