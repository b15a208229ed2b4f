import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { workflows } from "../../workflows/declarations.ts";
import { CommandFailure, UsageError } from "../errors.ts";

/** What a run did for one tenant. */
export interface MeasuredWork {
  readonly runId: string;
  readonly chunks: number;
  /** Stage → how long its containers worked, all chunks together, in minutes. */
  readonly minutes: Readonly<Record<string, number>>;
  /** When the last stage ended, ISO 8601. */
  readonly endedAt: string;
}

/** Runs that were recorded. */
export interface History {
  /** Undefined when no complete run of the workflow for the tenant is on record. */
  lastRun(workflow: string, tenant: string): MeasuredWork | undefined;
}

export const noHistory: History = { lastRun: () => undefined };

/** The fields of a ChunkRecord that count here. */
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

/**
 * Reads `<folder>/<workflow>/chunks.json` of each workflow that has one: lists of ChunkRecords, as a run with `--local` leaves them in
 * `.local/latest/records`. Throws UsageError when there is none, CommandFailure for one that is not such a list.
 */
export function readHistory(folder: string): History {
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
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, "utf8"));
  } catch (cause) {
    throw new CommandFailure(
      "BL-U004",
      `cannot read ${file}: ${cause instanceof Error ? cause.message : cause}`,
      {
        cause,
      },
    );
  }
  const parsed = Records.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new CommandFailure(
    "BL-U004",
    `${file} is not a list of chunk records: ${issue?.path.join(".") || "it"}: ${issue?.message}`,
  );
}

/** Of each tenant its latest run in which every stage of every chunk succeeded. */
function lastRuns(records: Records, stages: readonly string[]): ReadonlyMap<string, MeasuredWork> {
  const latest = new Map<string, MeasuredWork>();
  const runs = Map.groupBy(records, ({ tenant, runId }) => `${tenant} ${runId}`);
  for (const run of runs.values()) {
    const [{ tenant, runId } = { tenant: "", runId: "" }] = run;
    const chunks = new Set(run.map(({ chunk }) => chunk)).size;
    if (run.length < chunks * stages.length || run.some(({ status }) => status !== "SUCCEEDED")) continue;
    const endedAt = run.reduce((last, record) => max(last, record.endedAt ?? ""), "");
    if (endedAt <= (latest.get(tenant)?.endedAt ?? "")) continue;
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

function max(a: string, b: string): string {
  return a > b ? a : b;
}
