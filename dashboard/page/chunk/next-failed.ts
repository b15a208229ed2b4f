import { chunkStatusCodes, type MatrixView } from "../../view/matrix.ts";
import type { ChunkPlace } from "../route.ts";

/** The next failed cell after this chunk, from the first again after the last. Undefined if no other chunk failed. */
export function nextFailed(matrix: MatrixView, { chunk }: ChunkPlace): ChunkPlace | undefined {
  for (let step = 1; step < matrix.chunks; step++) {
    const at = (chunk + step) % matrix.chunks;
    const stage = matrix.columns.findIndex((column) => column[at] === chunkStatusCodes.failed);
    if (stage >= 0) return { chunk: at, stage };
  }
  return undefined;
}
