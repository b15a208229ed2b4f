import { type Expr, itemsOf, type Machine, rawJsonata, text, value } from "@batchline/states";
import { env } from "../../contract/env.ts";
import type { RunInput } from "../../contract/plan.ts";
import type { ShardOutcome } from "../../contract/summary.ts";
import { closeStep } from "./close-step.ts";
import type { MachineParts } from "./machine-parts.ts";
import { jobsOfRunExpr, planStep } from "./plan-step.ts";
import { MachineFitError } from "./standard-machine.ts";

/** The most chunks of a run. Their outcomes must fit into the 256 KiB of a map's result, even if all fail. */
export const mostMultiNodeChunks = 2_000;

/** The most jobs in the queue at once: while each is looked at, Batch answers about two requests a second for them. */
const jobsAtOnce = 100;

/** The characters that are kept of all chunks' causes together. The rest of the payload is for what else an outcome has. */
export const longestCauses = 80_000;

const keptOf = (chunks: Expr<number>) =>
  rawJsonata<number>`$min([1000, $floor(${value(longestCauses)} / ${chunks})])`;

/** A chunk's failure; null if it succeeded. */
type ChunkOutcome =
  | { readonly place: number; readonly job: string }
  | { readonly place: number; readonly error: string; readonly cause: string }
  | null;

/**
 * The machine of a workflow with one stage that has nodes: plan, then a multi-node parallel job for each chunk, then summarise. Batch has
 * no arrays of such jobs. Each chunk has an execution of its own. A failed job does not stop the others. @throws {MachineFitError} BL-W004 unless it has one stage, with nodes.
 * @example machine: multiNodeMachine
 */
export function multiNodeMachine(m: Machine<RunInput>, parts: MachineParts): void {
  const [stage, ...others] = Object.keys(parts.stages);
  if (stage === undefined || others.length > 0 || parts.stages[stage]?.nodes === undefined) {
    throw new MachineFitError(
      "BL-W004",
      `workflow ${parts.workflow}: multiNodeMachine takes one stage, with nodes`,
    );
  }
  const plan = planStep(m, parts);
  m.choose("Anything to do?").when(plan.chunks.eq(0), (then) => then.succeed("Nothing to do", plan));
  m.choose("Too much?").when(plan.chunks.gt(mostMultiNodeChunks), (then) =>
    then.fail("Too many chunks", {
      error: "TooManyChunks",
      cause: text`the plan has ${plan.chunks} chunks, and a run of multi-node jobs at most ${mostMultiNodeChunks}: run some tenants at a time`,
    }),
  );
  const { jobDefinition, jobQueue } = parts.stages[stage]!;
  const chunks = itemsOf(rawJsonata<number[]>`[0..${plan.chunks} - 1]`);
  const outcomes = m.distributedMap(
    "Each chunk",
    chunks.select((place) => ({
      place,
      runId: plan.runId,
      // Each chunk has an execution of its own, with another name.
      execution: m.context.execution.name,
      manifest: plan.manifest,
      kept: keptOf(plan.chunks),
    })),
    (each, { place, runId, execution, manifest, kept }) => {
      const { jobId, error } = each.runMultiNodeJob("Run nodes", {
        JobName: text`${jobsOfRunExpr(parts.workflow, runId, execution)}-0-${place}-${stage}`,
        JobQueue: jobQueue,
        JobDefinition: jobDefinition,
        ShareIdentifier: parts.shareIdentifier,
        NodeOverrides: {
          NodePropertyOverrides: [
            {
              TargetNodes: "0:",
              ContainerOverrides: {
                Environment: [
                  { Name: env.runId, Value: runId },
                  { Name: env.execution, Value: execution },
                  { Name: env.manifest, Value: manifest },
                  { Name: env.shardOffset, Value: text`${place}` },
                ],
              },
            },
          ],
        },
      });
      const why = rawJsonata`{'error': $substring(${error}.error, 0, 40), 'cause': $substring(${error}.cause, 0, ${kept})}`;
      return rawJsonata<ChunkOutcome>`${error} = null ? null : $merge([{'place': ${place}}, ${jobId} = null ? ${why} : {'job': ${jobId}}])`;
    },
    { maxConcurrency: jobsAtOnce, toleratedFailurePercentage: 100, label: "chunks" },
  );
  closeStep(m, parts, plan, [
    {
      ...{ index: 0, offset: 0, size: plan.chunks },
      jobs: rawJsonata<
        ShardOutcome["jobs"]
      >`$merge([{}, ${outcomes}[job].{$string(place) & ${value(`-${stage}`)}: job}])`,
      error: rawJsonata<NonNullable<
        ShardOutcome["error"]
      > | null>`($first := ${outcomes}[error][0]; $exists($first) ? {'error': $first.error, 'cause': $first.cause} : null)`,
    },
  ]);
}
