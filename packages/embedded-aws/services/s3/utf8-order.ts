/** Compares in S3's order: by UTF-8 bytes. JavaScript's `<` compares UTF-16 units. */
export function compareUtf8(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** The position of the first of `sorted` that is not below `key`. */
export function lowerBound(sorted: readonly string[], key: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareUtf8(String(sorted[middle]), key) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
