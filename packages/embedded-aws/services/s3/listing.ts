import { compareUtf8, lowerBound } from "./utf8-order.ts";

export interface ListingRequest {
  readonly prefix: string;
  /** Keys that contain it after the prefix become common prefixes. Empty: no delimiter. */
  readonly delimiter: string;
  readonly after: string;
  /** Start after all keys with this common prefix. */
  readonly afterPrefix?: string | undefined;
  readonly maxKeys: number;
}

export interface Listing {
  readonly keys: readonly string[];
  readonly commonPrefixes: readonly string[];
  /** The start of the next page; undefined after the last. */
  readonly next: Pick<ListingRequest, "after" | "afterPrefix"> | undefined;
}

/** One page of a bucket's listing, from its keys in UTF-8 order. */
export function list(sorted: readonly string[], request: ListingRequest): Listing {
  const { prefix, delimiter, maxKeys } = request;
  const keys: string[] = [];
  const commonPrefixes: string[] = [];
  let last: Listing["next"];
  let position = start(sorted, request);
  while (position < sorted.length) {
    const key = sorted[position];
    if (!key?.startsWith(prefix)) break;
    if (keys.length + commonPrefixes.length >= maxKeys)
      return { keys, commonPrefixes, next: maxKeys === 0 ? undefined : last };
    const end = delimiter === "" ? -1 : key.indexOf(delimiter, prefix.length);
    if (end < 0) {
      keys.push(key);
      last = { after: key };
      position++;
    } else {
      const common = key.slice(0, end + delimiter.length);
      commonPrefixes.push(common);
      last = { after: "", afterPrefix: common };
      position = endOfPrefix(sorted, common, position);
    }
  }
  return { keys, commonPrefixes, next: undefined };
}

function start(sorted: readonly string[], { prefix, delimiter, after, ...request }: ListingRequest): number {
  const from = lowerBound(sorted, prefix);
  // A common prefix is not repeated, wherever in it the page begins.
  const end = delimiter === "" || !after.startsWith(prefix) ? -1 : after.indexOf(delimiter, prefix.length);
  const afterPrefix = end < 0 ? request.afterPrefix : after.slice(0, end + delimiter.length);
  if (afterPrefix !== undefined)
    return Math.max(from, endOfPrefix(sorted, afterPrefix, lowerBound(sorted, afterPrefix)));
  if (after === "" || compareUtf8(after, prefix) < 0) return from;
  const position = lowerBound(sorted, after);
  return Math.max(from, sorted[position] === after ? position + 1 : position);
}

/** The position after the last key that starts with `prefix`; those keys are consecutive. */
function endOfPrefix(sorted: readonly string[], prefix: string, from: number): number {
  let low = from;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]?.startsWith(prefix)) low = middle + 1;
    else high = middle;
  }
  return low;
}
