import { must } from "@batchline/diagnostics";
import type { ChunkRecord, RunRecord } from "../../contract/records.ts";
import { startRun } from "../../runs/control/start-run.ts";
import { openRun } from "../../runs/records/open-run.ts";
import { openStack, type Stack } from "../../runs/stack/stack.ts";
import type { Target } from "../../runs/stack/target.ts";
import type { Workflow } from "../../workflow-kit/at-deploy/declaration.ts";
import { exitStatus } from "../errors.ts";
import { detachRun } from "./detach-run.ts";
import type { FinishedRun } from "./finished-run.ts";
import { outcomeAsJson, reportLines } from "./report.ts";
import { nextLines, watchRun } from "./watch-run.ts";

interface Running {
  /** Only these tenants. @default all */
  readonly tenant?: readonly string[];
  /** Run also tenants that succeeded recently. */
  readonly force?: true;
  /** The run to go on with. @default a new one */
  readonly resume?: string;
  /** Start it, and wait only until it is planned. */
  readonly detach?: true;
  /** Print one JSON document. */
  readonly json?: true;
  readonly signal: AbortSignal;
  /** Receives the records of chunks after each poll, if they are few. */
  readonly onRecords?: (run: RunRecord, records: readonly ChunkRecord[]) => void;
  /** Whether a run goes on when this command ends before it. */
  readonly goesOn: boolean;
}

/** Runs the workflows on a stack, one after the other, and prints the outcomes. Stops after the first that does
 * not succeed: later ones use its results. `after` returns lines that end the report. Returns the exit code. */
export async function runOn(
  stack: Stack,
  chosen: readonly Workflow[],
  options: Running,
  after: (runs: readonly FinishedRun[]) => Promise<readonly string[]> = async () => [],
): Promise<number> {
  const runs: FinishedRun[] = [];
  const { tenant: tenants, force, resume, detach, json } = options;
  for (const { name, results = [] } of chosen) {
    const started = await startRun(stack, name, { tenants, force, resume });
    if (detach) return detachRun(stack, started, options);
    const outcome = await watchRun(stack, started, options);
    runs.push({ results, outcome });
    if (!json) console.log(["", ...reportLines(outcome)].join("\n"));
    if (outcome.status !== "SUCCEEDED") break;
  }
  const where = await after(runs);
  const left = chosen.slice(runs.length).map(({ name }) => name);
  if (left.length > 0) console.error(`skipped, because a workflow they depend on failed: ${left.join(", ")}`);
  const last = must(runs.at(-1), "at least one workflow is named").outcome;
  const succeeded = left.length === 0 && last.status === "SUCCEEDED";
  if (json) {
    const documents = runs.map(({ outcome }) => outcomeAsJson(outcome));
    console.log(JSON.stringify(chosen.length === 1 ? documents[0] : documents, null, 2));
  } else {
    const lines = [...where, ...(succeeded ? [] : nextLines(stack, last))];
    if (lines.length > 0) console.log(["", ...lines].join("\n"));
  }
  return succeeded ? exitStatus.ok : exitStatus.wrong;
}

/** The runs with all records of chunks, for the files of a local session. */
export function withAllChunks(stack: Stack, runs: readonly FinishedRun[]): Promise<FinishedRun[]> {
  return Promise.all(
    runs.map(async (run) => {
      const { workflow, runId, chunks } = run.outcome;
      if (chunks !== undefined) return run;
      const all = await (await openRun(stack, workflow, runId)).chunks();
      return { ...run, outcome: { ...run.outcome, chunks: all } };
    }),
  );
}

/** Opens a stack for `use`, and closes its connections afterwards. */
export async function onOpenStack<T>(
  target: Target,
  workflows: readonly Workflow[],
  use: (stack: Stack) => Promise<T>,
): Promise<T> {
  const stack = openStack(target, workflows);
  try {
    return await use(stack);
  } finally {
    stack.clients.destroy();
  }
}
