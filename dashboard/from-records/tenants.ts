import { defined, must } from "@batchline/diagnostics";
import {
  addCounts,
  type ChunkRecord,
  type ItemCounts,
  noItems,
  type TenantRecord,
} from "../../contract/records.ts";
import { chunkStatusCodes, type TenantRow } from "../view.ts";
import { isDone } from "./matrix.ts";
import type { RunFacts } from "./run-facts.ts";

/** The tenants of a run, by their first chunks, then those without chunks. And for each chunk its tenant's place there, or -1.
 * @param columns The statuses of chunks; see `MatrixView`. */
export function tenantsOf(facts: RunFacts, columns: readonly string[], chunkCount: number) {
  const outcomes = new Map(facts.tenants.map((record) => [record.tenant, record]));
  const recordsOf = Map.groupBy(facts.chunks, ({ tenant }) => tenant);
  const chunksOf = chunksByTenant(facts, chunkCount);
  const places = new Map([...chunksOf.keys()].map((tenant, place) => [tenant, place]));
  const tenantOf = new Array<number>(chunkCount).fill(-1);
  for (const [tenant, chunks] of chunksOf)
    for (const chunk of chunks) tenantOf[chunk] = must(places.get(tenant), "it is among them");
  const ran = [...chunksOf].map(([tenant, chunks]) =>
    ranRow(tenant, chunks, {
      ...{
        columns,
        stages: facts.stages,
        outcome: outcomes.get(tenant),
        records: recordsOf.get(tenant) ?? [],
      },
      // Without the manifest, chunks that have no record are missing.
      count: facts.plan?.running.find((planned) => planned.tenant === tenant)?.chunks ?? chunks.length,
    }),
  );
  const others = facts.tenants.filter(({ tenant }) => !chunksOf.has(tenant)).map(otherRow);
  return { tenants: [...ran, ...others, ...skippedRows(facts, chunksOf)], tenantOf };
}

const withoutChunks = { chunks: 0, chunksFailed: 0, chunksDone: 0, items: noItems };

/** Tenant → its chunks, by the manifest and the records. Tenants are in the order of their first chunks. */
function chunksByTenant({ plan, planned, chunks }: RunFacts, count: number): Map<string, number[]> {
  const names: (string | undefined)[] = Array.from({ length: count }, (_, chunk) => planned[chunk]);
  for (const { tenant, chunk } of chunks) names[chunk] ??= tenant;
  const first = [...(plan?.running ?? [])].sort((a, b) => a.firstChunk - b.firstChunk);
  const found = new Map<string, number[]>(first.map(({ tenant }) => [tenant, []]));
  names.forEach((tenant, chunk) => {
    if (tenant === undefined) return;
    const own = found.get(tenant);
    if (own === undefined) found.set(tenant, [chunk]);
    else own.push(chunk);
  });
  return found;
}

function ranRow(
  tenant: string,
  own: readonly number[],
  found: {
    readonly columns: readonly string[];
    readonly stages: readonly string[];
    readonly records: readonly ChunkRecord[];
    readonly outcome: TenantRecord | undefined;
    readonly count: number;
  },
): TenantRow {
  const { columns, records, outcome, count, stages } = found;
  const hasFailed = (chunk: number) => columns.some((column) => column[chunk] === chunkStatusCodes.failed);
  const chunksDone = own.filter((chunk) => isDone(columns, chunk)).length;
  const chunksFailed = outcome?.chunksFailed ?? own.filter(hasFailed).length;
  const reason = outcome?.reason ?? records.find(({ status }) => status === "FAILED")?.error;
  const { workSeconds } = outcome ?? {};
  return {
    ...{ tenant, chunks: count, chunksDone, chunksFailed, items: itemsOf(stages, records) },
    status: statusOf(outcome, { left: count - chunksDone - chunksFailed, chunksFailed, records }),
    ...defined({ workSeconds, reason }),
  };
}

function statusOf(
  outcome: TenantRecord | undefined,
  by: { readonly left: number; readonly chunksFailed: number; readonly records: readonly ChunkRecord[] },
): TenantRow["status"] {
  if (outcome !== undefined && outcome.status !== "RUNNING") return outcome.status;
  if (by.left === 0) return by.chunksFailed > 0 ? "FAILED" : "SUCCEEDED";
  return by.records.length > 0 ? "RUNNING" : "WAITING";
}

/** Done and skipped by the last stage that has begun, whose results the tenant gets; failed in any stage. */
function itemsOf(stages: readonly string[], records: readonly ChunkRecord[]): ItemCounts {
  const of = (stage: string) =>
    records
      .filter((record) => record.stage === stage)
      .map(({ items }) => items)
      .reduce(addCounts, noItems);
  const last = stages.findLast((stage) => records.some((record) => record.stage === stage));
  const { done, skipped } = last === undefined ? noItems : of(last);
  return { done, skipped, failed: records.reduce((sum, { items }) => sum + items.failed, 0) };
}

function otherRow({ tenant, status, chunks, reason }: TenantRecord): TenantRow {
  return { ...withoutChunks, tenant, status, chunks, ...defined({ reason }) };
}

/** Those that have no record yet. */
function skippedRows({ plan, tenants }: RunFacts, chunksOf: ReadonlyMap<string, unknown>): TenantRow[] {
  const recorded = new Set(tenants.map(({ tenant }) => tenant));
  return (plan?.skippedTenants ?? [])
    .filter(({ tenant }) => !recorded.has(tenant) && !chunksOf.has(tenant))
    .map(({ tenant, reason }) => ({ ...withoutChunks, tenant, status: "SKIPPED", reason }));
}
