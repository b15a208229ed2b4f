/**
 * The chunk manifest: `chunks.json` is a valid JSON array with one chunk a line, `chunks.idx` holds the byte offset of
 * each line as a little-endian uint64, and one more for the end. Child i reads bytes 8i…8i+15 of the index and then its
 * own line by Range: two small GETs whatever the run's size.
 */

export interface Manifest {
  readonly chunks: Uint8Array;
  readonly index: Uint8Array;
}

/** Lays out the manifest of `lines`, each a value that JSON can hold. */
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

/** The HTTP Range of the index that tells where line `position` starts and ends. */
export function indexRange(position: number): string {
  return `bytes=${8 * position}-${8 * position + 15}`;
}

/** The HTTP Range of the line, from the 16 bytes that `indexRange` fetched. Throws RangeError on any other length. */
export function lineRange(indexBytes: Uint8Array): string {
  if (indexBytes.length !== 16) {
    throw new RangeError(
      `the chunk index has ${indexBytes.length} bytes here, not 16: no chunk at this position`,
    );
  }
  const view = new DataView(indexBytes.buffer, indexBytes.byteOffset, 16);
  return `bytes=${view.getBigUint64(0, true)}-${view.getBigUint64(8, true) - 1n}`;
}

/** The value in a line that `lineRange` fetched. Throws SyntaxError when it is not one whole line of a manifest. */
export function decodeLine(line: Uint8Array): unknown {
  return JSON.parse(new TextDecoder().decode(line).trimEnd().replace(/,$/, ""));
}
