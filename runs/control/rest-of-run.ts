import type { StageGraph } from "../../contract/plan.ts";
import type { ChunkRecord, TenantRecord } from "../../contract/records.ts";

/** Which of a run's chunks are to be done again. @default all unfinished ones */
export interface RestFilter {
  readonly tenants?: readonly string[];
  /** Only chunks that have one of these stages before them. */
  readonly stages?: readonly string[];
}

/** What is left of a run. */
export interface RestOfRun {
  /** Of the run. */
  readonly chunks: number;
  readonly unfinished: number;
  /** Tenants with unfinished chunks that the filter lets through. */
  readonly tenants: readonly RestOfTenant[];
}

export interface RestOfTenant {
  readonly tenant: string;
  readonly chunks: number;
  /** The stages that its chunks have before them, in their order. */
  readonly stages: readonly string[];
}

/**
 * The unfinished chunks of a run by its records, as the planner finds them: a chunk is finished when all its last stages have succeeded.
 * A chunk that was never begun may have no record: the tenants' records say how many chunks there are.
 * @param stages Of the run's plan.
 * @example const rest = restOf(await run.chunks(), await run.tenants(), stages, { tenants: ["acme"] });
 */
export function restOf(
  records: readonly ChunkRecord[],
  planned: readonly Pick<TenantRecord, "tenant" | "chunks">[],
  stages: StageGraph,
  { tenants, stages: next }: RestFilter = {},
): RestOfRun {
  const names = Object.keys(stages);
  const needed = new Set(Object.values(stages).flatMap(({ needs = [] }) => needs));
  const last = names.filter((stage) => !needed.has(stage));
  const stateOf = (tenant: string, ofChunk: readonly ChunkRecord[]) => {
    const done = new Set(ofChunk.filter(({ status }) => status === "SUCCEEDED").map(({ stage }) => stage));
    const isNext = (stage: string) =>
      !done.has(stage) && (stages[stage]?.needs ?? []).every((need) => done.has(need));
    return {
      tenant,
      isFinished: last.every((stage) => done.has(stage)),
      left: names.filter((stage) => !done.has(stage)),
      next: names.filter(isNext),
    };
  };
  const begun = [...Map.groupBy(records, ({ chunk }) => chunk).values()].map((ofChunk) =>
    stateOf(ofChunk[0]?.tenant ?? "", ofChunk),
  );
  const begunBy = Map.groupBy(begun, ({ tenant }) => tenant);
  const others = planned.flatMap(({ tenant, chunks: count }) => {
    const length = Math.max(0, count - (begunBy.get(tenant)?.length ?? 0));
    return Array.from({ length }, () => stateOf(tenant, []));
  });
  const chunks = [...begun, ...others];
  const unfinished = chunks.filter(({ isFinished }) => !isFinished);
  const chosen = unfinished.filter(
    (chunk) =>
      (tenants?.includes(chunk.tenant) ?? true) &&
      (next === undefined || chunk.next.some((stage) => next.includes(stage))),
  );
  const byTenant = Map.groupBy(chosen, ({ tenant }) => tenant);
  return {
    chunks: chunks.length,
    unfinished: unfinished.length,
    tenants: [...byTenant]
      .map(([tenant, mine]) => ({
        tenant,
        chunks: mine.length,
        stages: names.filter((stage) => mine.some(({ left }) => left.includes(stage))),
      }))
      .sort((a, b) => (a.tenant < b.tenant ? -1 : 1)),
  };
}
