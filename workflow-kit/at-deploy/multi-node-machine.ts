import { type CaughtError, type Expr, type Machine, rawJsonata, text, typed } from "@batchline/states";
import { jobInCause } from "@batchline/states/kit";
import { env } from "../../contract/env.ts";
import type { RunInput } from "../../contract/plan.ts";
import { closeStep } from "./close-step.ts";
import type { MachineParts } from "./machine-parts.ts";
import { jobsOfRunExpr, planStep } from "./plan-step.ts";
import { MachineFitError } from "./standard-machine.ts";

/** The most chunks of a run. Each takes about ten of an execution's 25,000 events, and the failed jobs must fit into 256 KiB. */
export const mostMultiNodeChunks = 1_000;

/** The most jobs in the queue at once: Step Functions' limit for an inline Map. */
const jobsAtOnce = 40;

/** The outcome of a chunk; empty if it succeeded. */
interface ChunkOutcome {
  readonly jobs: Readonly<Record<string, string>>;
  readonly error: { readonly error: string; readonly cause: string } | null;
}

/**
 * The machine of a workflow with one stage that has nodes: plan, then a multi-node parallel job for each chunk, then summarise. Batch has
 * no arrays of such jobs. A failed job does not stop the others. @throws {MachineFitError} BL-W004 unless it has one stage, with nodes.
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
  const outcomes = m.map(
    "Each chunk",
    rawJsonata<number[]>`[0..${plan.chunks} - 1]`,
    (each, position) =>
      each.attempt<Expr<ChunkOutcome>, Expr<ChunkOutcome>>(
        "Outcome",
        (body) => {
          body.submitJobSync("Run nodes", {
            JobName: text`${jobsOfRunExpr(parts.workflow, plan.runId)}-0-${position}-${stage}`,
            JobQueue: jobQueue,
            JobDefinition: jobDefinition,
            ShareIdentifier: parts.shareIdentifier,
            NodeOverrides: {
              NodePropertyOverrides: [
                {
                  TargetNodes: "0:",
                  ContainerOverrides: {
                    Environment: [
                      { Name: env.runId, Value: plan.runId },
                      { Name: env.manifest, Value: plan.manifest },
                      { Name: env.shardOffset, Value: text`${position}` },
                    ],
                  },
                },
              ],
            },
          });
          return typed<ChunkOutcome>({ jobs: {}, error: null });
        },
        (_handler, error) => failure(text`${position}-${stage}`, error),
      ),
    { maxConcurrency: jobsAtOnce },
  );
  closeStep(m, parts, plan, [
    {
      ...{ index: 0, offset: 0, size: plan.chunks },
      jobs: rawJsonata<ChunkOutcome["jobs"]>`$merge([{}, ${outcomes}.jobs])`,
      error: rawJsonata<
        ChunkOutcome["error"]
      >`($first := (${outcomes}.error)[$ != null][0]; $exists($first) ? $first : null)`,
    },
  ]);
}

/** A failed chunk's job by its place and stage; or the reason why it has no job. */
function failure(key: Expr<string>, error: Expr<CaughtError>): Expr<ChunkOutcome> {
  const cause = error.Cause.substring(0, 100);
  return rawJsonata<ChunkOutcome>`($jobs := ${jobInCause(key, error)}; {'jobs': $jobs, 'error': $jobs = {} ? {'error': ${error.Error}, 'cause': ${cause}} : null})`;
}
