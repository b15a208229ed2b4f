import { type ChunkStatusName, chunkStatusCodes, type MatrixView } from "../../view/matrix.ts";
import type { TenantRow } from "../../view/run.ts";
import type { ChunkPlace } from "../route.ts";

const names: ReadonlyMap<string, ChunkStatusName> = new Map(
  Object.entries(chunkStatusCodes).map(([name, code]) => [code, name as ChunkStatusName]),
);

/** A tenant's chunks, as one group of the matrix. */
export interface ChunkGroup {
  readonly tenant: string;
  readonly chunks: readonly number[];
}

/** A chunk's status in a stage. */
export function statusAt(matrix: MatrixView, chunk: number, stage: number): ChunkStatusName {
  return names.get(matrix.columns[stage]?.[chunk] ?? "") ?? "waiting";
}

/** How often each status occurs in all stages. */
export function countStatuses(matrix: MatrixView): ReadonlyMap<ChunkStatusName, number> {
  const counts = new Map<ChunkStatusName, number>();
  for (const column of matrix.columns) {
    for (const code of column) {
      const name = names.get(code) ?? "waiting";
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  return counts;
}

/** The tenants whose chunks are shown: those with the most failures first, then in the run's order. */
export function groupChunks(
  matrix: MatrixView,
  tenants: readonly TenantRow[],
  shown: { readonly statuses: ReadonlySet<ChunkStatusName>; readonly tenant?: string | undefined },
): ChunkGroup[] {
  const groups = tenants.map(({ tenant }): { tenant: string; chunks: number[] } => ({ tenant, chunks: [] }));
  for (let chunk = 0; chunk < matrix.chunks; chunk++) {
    if (!isShown(matrix, chunk, shown.statuses)) continue;
    groups[matrix.tenantOf[chunk] ?? -1]?.chunks.push(chunk);
  }
  return groups
    .map((group, place) => ({ ...group, failed: tenants[place]!.chunksFailed }))
    .filter(({ chunks }) => chunks.length > 0)
    .filter(({ tenant }) => shown.tenant === undefined || tenant === shown.tenant)
    .sort((a, b) => b.failed - a.failed);
}

function isShown(matrix: MatrixView, chunk: number, statuses: ReadonlySet<ChunkStatusName>): boolean {
  if (statuses.size === 0) return true;
  return matrix.columns.some((column) => statuses.has(names.get(column[chunk] ?? "") ?? "waiting"));
}

/** The first cell of the next chunk that failed, from the first chunk again after the last. Undefined if no other chunk failed. */
export function nextFailed(matrix: MatrixView, chunk: number): ChunkPlace | undefined {
  for (let step = 1; step <= matrix.chunks; step++) {
    const at = (chunk + step) % matrix.chunks;
    const stage = matrix.columns.findIndex((column) => column[at] === chunkStatusCodes.failed);
    if (stage >= 0 && at !== chunk) return { chunk: at, stage };
  }
  return undefined;
}
