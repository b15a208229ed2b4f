import { once } from "node:events";
import * as fs from "node:fs";
import { finished } from "node:stream/promises";
import type { ChecksumAlgorithm } from "../../../host/gateway/body/checksums.ts";
import { type Content, Digests } from "./content.ts";

/** A part of a file. */
export interface FileRange {
  readonly path: string;
  readonly start: number;
  /** Bytes. */
  readonly length: number;
}

/**
 * Copies ranges of files, one after the other, to a new file at `target`. It reads the files as they are at the call, also if they are
 * replaced or deleted meanwhile, and holds little memory.
 */
export async function joinedFiles(
  ranges: readonly FileRange[],
  target: string,
  algorithms: readonly ChecksumAlgorithm[],
): Promise<Content> {
  const sources = ranges.map((range) => ({ ...range, fd: fs.openSync(range.path, "r") }));
  const digests = new Digests(algorithms);
  const output = fs.createWriteStream(target);
  const written = finished(output);
  try {
    for (const { fd, start, length } of sources.filter((source) => source.length > 0)) {
      const input = fs.createReadStream("", { fd, start, end: start + length - 1, autoClose: false });
      for await (const piece of input as AsyncIterable<Buffer>) {
        digests.update(piece);
        if (!output.write(piece)) await Promise.race([once(output, "drain"), written]);
      }
    }
    output.end();
    await written;
  } catch (cause) {
    output.destroy();
    await written.catch(() => {});
    fs.rmSync(target, { force: true });
    throw cause;
  } finally {
    for (const { fd } of sources) fs.closeSync(fd);
  }
  return {
    size: ranges.reduce((sum, { length }) => sum + length, 0),
    ...(await digests.end()),
    moveTo: (path) => fs.renameSync(target, path),
    discard: () => fs.rmSync(target, { force: true }),
  };
}
