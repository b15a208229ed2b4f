import { type CaughtError, type Expr, type Machine, rawJsonata, text, typed } from "@batchline/states";
import { jobInCause } from "@batchline/states/kit";
import { env } from "../../contract/env.ts";
import type { RunInput } from "../../contract/plan.ts";
import { closeStep } from "./close-step.ts";
import { jobsOfRunExpr } from "./job-name-expression.ts";
import type { MachineParts } from "./machine-parts.ts";
import { planStep } from "./plan-step.ts";

/**
 * How many chunks a run may have. Each is a job of its own, of which the execution's history takes about ten events of its 25,000, and
 * the jobs that failed, or why they were not submitted, must fit into 256 KiB together.
 */
export const mostMultiNodeChunks = 1_000;

/** How many jobs are in the queue at once: Step Functions runs no more of an inline Map. */
const jobsAtOnce = 40;

/** What became of a chunk: of its job nothing, if it succeeded. */
interface ChunkOutcome {
  readonly jobs: Readonly<Record<string, string>>;
  readonly error: { readonly error: string; readonly cause: string } | null;
}

/**
 * The machine of a workflow of one stage with nodes: plan, then a multi-node parallel job for each chunk, then summarise. Batch has no
 * arrays of such jobs, so that each is submitted by itself, with its chunk's place in the manifest. An inline Map does for as many
 * as there can sensibly be, since each takes several instances; a distributed one would need an execution a chunk. A
 * chunk whose job fails does not stop the others.
 *
 * @throws {RangeError} when the workflow has another number of stages, or one without nodes.
 */
export function multiNodeMachine(m: Machine<RunInput>, parts: MachineParts): void {
  const [stage, ...others] = Object.keys(parts.stages);
  if (stage === undefined || others.length > 0 || parts.stages[stage]?.nodes === undefined) {
    throw new RangeError(`workflow ${parts.workflow}: a multi-node machine has one stage, with nodes`);
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

/** A failed chunk's job, by its place and stage; or, when it has none, why it was not submitted. */
function failure(key: Expr<string>, error: Expr<CaughtError>): Expr<ChunkOutcome> {
  const cause = error.Cause.substring(0, 100);
  return rawJsonata<ChunkOutcome>`($jobs := ${jobInCause(key, error)}; {'jobs': $jobs, 'error': $jobs = {} ? {'error': ${error.Error}, 'cause': ${cause}} : null})`;
}
