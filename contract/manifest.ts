/**
 * The chunk manifest. `chunks.json` is a JSON array with one chunk in each line. `chunks.idx` has the byte offset of
 * each line, and of the end, as little-endian uint64. Child i reads bytes 8i…8i+15 of the index, then its own line by
 * Range: two small GETs for any run.
 */

export interface Manifest {
  readonly chunks: Uint8Array;
  readonly index: Uint8Array;
}

/** The manifest of `lines`, each a JSON value. */
export function encodeManifest(lines: readonly unknown[]): Manifest {
  const encoder = new TextEncoder();
  const parts: Uint8Array[] = [encoder.encode("[\n")];
  const index = new DataView(new ArrayBuffer(8 * (lines.length + 1)));
  let offset = 2;
  lines.forEach((line, position) => {
    index.setBigUint64(8 * position, BigInt(offset), true);
    const last = position === lines.length - 1;
    const bytes = encoder.encode(`${JSON.stringify(line)}${last ? "\n" : ",\n"}`);
    parts.push(bytes);
    offset += bytes.length;
  });
  index.setBigUint64(8 * lines.length, BigInt(offset), true);
  parts.push(encoder.encode("]\n"));
  return { chunks: Buffer.concat(parts), index: new Uint8Array(index.buffer) };
}

/** The HTTP Range of the index with the start and the end of line `position`. */
export function indexRange(position: number): string {
  return `bytes=${8 * position}-${8 * position + 15}`;
}

/** The HTTP Range of the line, from the 16 bytes at `indexRange`. Throws RangeError for any other length. */
export function lineRange(indexBytes: Uint8Array): string {
  if (indexBytes.length !== 16) {
    throw new RangeError(
      `the chunk index has ${indexBytes.length} bytes here, not 16: the position is beyond the last chunk`,
    );
  }
  const view = new DataView(indexBytes.buffer, indexBytes.byteOffset, 16);
  return `bytes=${view.getBigUint64(0, true)}-${view.getBigUint64(8, true) - 1n}`;
}

/** The value of the line at `lineRange`. Throws SyntaxError when it is not a whole line of a manifest. */
export function decodeLine(line: Uint8Array): unknown {
  return JSON.parse(new TextDecoder().decode(line).trimEnd().replace(/,$/, ""));
}
