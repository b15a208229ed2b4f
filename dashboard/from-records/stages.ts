import { defined } from "@batchline/diagnostics";
import { addCounts, type ChunkRecord, noItems } from "../../contract/records.ts";
import type { MatrixView, StageView } from "../view.ts";
import { countsOf } from "./matrix.ts";
import type { RunFacts } from "./run-facts.ts";

/** The stages of a run, with what their chunks did so far. */
export function stagesOf(
  { run, plan, stages, chunks }: RunFacts,
  columns: MatrixView["columns"],
): StageView[] {
  const byStage = Map.groupBy(chunks, ({ stage }) => stage);
  return stages.map((stage, index): StageView => {
    const records = byStage.get(stage) ?? [];
    const { needs = [], nodes } = plan?.stages?.[stage] ?? {};
    const usage = run?.usage?.[stage];
    return {
      ...{ stage, needs, counts: countsOf(columns[index] ?? "") },
      items: records.map(({ items }) => items).reduce(addCounts, noItems),
      ...totalOf(records),
      ...sizeOf(records),
      ...heardOf(records),
      ...defined({ nodes, usage }),
    };
  });
}

function totalOf(records: readonly ChunkRecord[]): { readonly total?: number } {
  if (!records.some(({ total }) => total !== undefined)) return {};
  const ofChunk = ({ items, total }: ChunkRecord) => total ?? items.done + items.failed + items.skipped;
  return { total: records.reduce((sum, record) => sum + ofChunk(record), 0) };
}

/** What the newest container had: a resume may have begun with another deployment. */
function sizeOf(records: readonly ChunkRecord[]) {
  const newest = records
    .flatMap(({ tries = [] }) => tries.slice(-1))
    .reduce((a, b) => (a === undefined || a.startedAt < b.startedAt ? b : a), undefined as TryOf | undefined);
  const { vcpus, memoryMiB } = newest ?? {};
  return defined({ vcpus, memoryMiB });
}

type TryOf = NonNullable<ChunkRecord["tries"]>[number];

function heardOf(records: readonly ChunkRecord[]): { readonly heardAt?: string } {
  const heard = records.flatMap(({ heardAt }) => heardAt ?? []).sort();
  const heardAt = heard.at(-1);
  return heardAt === undefined ? {} : { heardAt };
}
