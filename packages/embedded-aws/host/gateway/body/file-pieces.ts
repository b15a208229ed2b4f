import { read } from "node:fs";
import type { Writable } from "node:stream";
import { promisify } from "node:util";

const readInto = promisify(read);
const pieceBytes = 256 * 1024;

/**
 * The bytes of a file, in pieces. They share one buffer: a piece is valid until the next one is asked for. A stream's pieces would be
 * garbage of 64 MiB before it is collected.
 */
export async function* filePieces(descriptor: number, start: number, length: number): AsyncGenerator<Buffer> {
  const buffer = Buffer.allocUnsafeSlow(Math.min(pieceBytes, length));
  for (let done = 0; done < length; ) {
    const wanted = Math.min(buffer.length, length - done);
    const { bytesRead } = await readInto(descriptor, buffer, 0, wanted, start + done);
    if (bytesRead === 0) throw new Error(`the file ends ${length - done} bytes too early`);
    yield buffer.subarray(0, bytesRead);
    done += bytesRead;
  }
}

/** Writes a piece. Resolves when its memory may be used again. */
export function written(output: Writable, piece: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    output.write(piece, (error) => (error ? reject(error) : resolve()));
  });
}
