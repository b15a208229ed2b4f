/** The first `length` bytes of `source`, or all if it is shorter, and the whole of `source`. */
export async function startingWith(
  source: AsyncIterable<Uint8Array>,
  length: number,
): Promise<{ readonly start: Buffer; readonly all: AsyncIterable<Uint8Array> }> {
  const iterator = source[Symbol.asyncIterator]();
  let start: Buffer = Buffer.alloc(0);
  while (start.length < length) {
    const next = await iterator.next();
    if (next.done === true) break;
    start = Buffer.concat([start, next.value]);
  }
  return { start: start.subarray(0, length), all: again<Uint8Array>(start, iterator) };
}

/** `start`, if not empty, then `rest`. */
export async function* again<T extends { readonly length: number }>(
  start: T,
  rest: AsyncIterator<T>,
): AsyncGenerator<T> {
  if (start.length > 0) yield start;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}
