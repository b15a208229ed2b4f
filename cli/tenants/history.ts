import { existsSync } from "node:fs";
import { join } from "node:path";
import { must } from "@batchline/diagnostics";
import * as z from "zod";
import type { Workflow } from "../../workflow-kit/at-deploy/declaration.ts";
import { CommandFailure, UsageError } from "../errors.ts";
import { readText } from "../text-file.ts";

/** The work of a run for one tenant. */
export interface MeasuredWork {
  readonly runId: string;
  readonly chunks: number;
  /** Stage → minutes that its containers worked, over all chunks. */
  readonly minutes: Readonly<Record<string, number>>;
  /** When the last stage ended, ISO 8601. */
  readonly endedAt: string;
}

/** Recorded runs. */
export interface History {
  /** Undefined without a complete run of the workflow for the tenant. */
  lastRun(workflow: string, tenant: string): MeasuredWork | undefined;
}

export const noHistory: History = { lastRun: () => undefined };

/** The fields of ChunkRecords that count here. */
const Records = z.array(
  z.object({
    runId: z.string(),
    tenant: z.string(),
    chunk: z.number(),
    stage: z.string(),
    status: z.string(),
    startedAt: z.iso.datetime(),
    endedAt: z.iso.datetime().optional(),
  }),
);
type Records = z.output<typeof Records>;

/** Reads `<folder>/<workflow>/chunks.json` of each of these workflows: lists of ChunkRecords. A run with `--local` writes them to
 * `.local/latest/records`.
 * @throws UsageError if no such file exists; CommandFailure for a file that is not such a list */
export function readHistory(folder: string, workflows: readonly Workflow[]): History {
  const measured = new Map<string, ReadonlyMap<string, MeasuredWork>>();
  for (const { name, stages } of workflows) {
    const file = join(folder, name, "chunks.json");
    if (existsSync(file)) measured.set(name, lastRuns(read(file), Object.keys(stages)));
  }
  if (measured.size === 0) {
    throw new UsageError("BL-U002", `${folder} has no <workflow>/chunks.json: give a folder of records`);
  }
  return { lastRun: (workflow, tenant) => measured.get(workflow)?.get(tenant) };
}

function read(file: string): Records {
  const text = readText(file);
  try {
    return Records.parse(JSON.parse(text));
  } catch (cause) {
    const reason = cause instanceof z.ZodError ? z.prettifyError(cause) : String(cause);
    throw new CommandFailure("BL-U004", `${file} is not a list of chunk records: ${reason}`, { cause });
  }
}

/** Tenant → its latest run in which every stage of every chunk succeeded. */
function lastRuns(records: Records, stages: readonly string[]): ReadonlyMap<string, MeasuredWork> {
  const latest = new Map<string, MeasuredWork>();
  const runs = Map.groupBy(records, ({ tenant, runId }) => `${tenant} ${runId}`);
  for (const run of runs.values()) {
    const { tenant, runId } = must(run[0], "a group has a record");
    const chunks = new Set(run.map(({ chunk }) => chunk)).size;
    if (run.length < chunks * stages.length || run.some(({ status }) => status !== "SUCCEEDED")) continue;
    const endedAt = run
      .flatMap((record) => record.endedAt ?? [])
      .toSorted()
      .at(-1);
    const known = latest.get(tenant);
    if (endedAt === undefined || (known !== undefined && endedAt <= known.endedAt)) continue;
    const minutes = Object.fromEntries(stages.map((stage) => [stage, minutesOf(stage, run)]));
    latest.set(tenant, { runId, chunks, minutes, endedAt });
  }
  return latest;
}

function minutesOf(stage: string, run: Records): number {
  return run.reduce((sum, record) => {
    if (record.stage !== stage || record.endedAt === undefined) return sum;
    return sum + (Date.parse(record.endedAt) - Date.parse(record.startedAt)) / 60_000;
  }, 0);
}
