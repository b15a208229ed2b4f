import * as fs from "node:fs";
import { finished } from "node:stream/promises";
import type { ChecksumAlgorithm } from "../../../host/gateway/body/checksums.ts";
import { filePieces, written } from "../../../host/gateway/body/file-pieces.ts";
import { type Content, Digests } from "./content.ts";

/** A part of a file. */
export interface FileRange {
  readonly path: string;
  readonly start: number;
  /** Bytes. */
  readonly length: number;
}

/**
 * Copies ranges of files, one after the other, to a new file at `target`. It reads the first file as it is at the call, also if it is
 * replaced or deleted meanwhile, and holds little memory.
 */
export async function joinedFiles(
  ranges: readonly FileRange[],
  target: string,
  algorithms: readonly ChecksumAlgorithm[],
): Promise<Content> {
  const [first] = ranges;
  let fd = first === undefined ? undefined : fs.openSync(first.path, "r");
  const digests = new Digests(algorithms);
  const output = fs.createWriteStream(target);
  const finish = finished(output);
  try {
    for (const { path, start, length } of ranges) {
      fd ??= fs.openSync(path, "r");
      for await (const piece of filePieces(fd, start, length)) {
        digests.update(piece);
        await written(output, piece);
      }
      fs.closeSync(fd);
      fd = undefined;
    }
    output.end();
    await finish;
  } catch (cause) {
    output.destroy();
    await finish.catch(() => {});
    fs.rmSync(target, { force: true });
    throw cause;
  } finally {
    if (fd !== undefined) fs.closeSync(fd);
  }
  return {
    size: ranges.reduce((sum, { length }) => sum + length, 0),
    ...(await digests.end()),
    moveTo: (path) => fs.renameSync(target, path),
    discard: () => fs.rmSync(target, { force: true }),
  };
}
