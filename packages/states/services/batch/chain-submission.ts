import { must } from "@batchline/diagnostics";
import { attempt } from "../../core/attempt.ts";
import { choose } from "../../core/choice.ts";
import { MutableVariable } from "../../core/mutable-variable.ts";
import { parallel } from "../../core/parallel.ts";
import type { Permission } from "../../core/permission.ts";
import type { Recorder } from "../../core/recorder.ts";
import { assign, fail } from "../../core/simple-states.ts";
import { task } from "../../core/task.ts";
import { conditional, merge, rawJsonata, text, typed, value } from "../../expression/authors-functions.ts";
import { expr } from "../../expression/expr.ts";
import { toNode } from "../../expression/literal.ts";
import { type Node, stateResult } from "../../expression/node.ts";
import type { AnyValue, Expr, Value } from "../../expression/types.ts";
import {
  batchRetry,
  type SubmittedJob,
  submitJobResource,
  submitPermission,
  waitPermissions,
} from "./batch.ts";
import type { BatchChainOptions, Chain, ChainOutcome, ChainStage, Jobs } from "./chain.ts";
import { consumableOverride } from "./consumption.ts";
import { jobInCause } from "./job-in-cause.ts";

type ChainError = NonNullable<ChainOutcome["error"]>;

/** The declaration of `stage`, which the chain has. */
const stageOf = ({ stages }: Chain, stage: string): ChainStage =>
  must(stages[stage], "the order of a chain has its own stages");

/** ARN of the stage's queue. */
export const queueOfStage = (chain: Chain, stage: string): Value<string> =>
  stageOf(chain, stage).jobQueue ?? chain.options.jobQueue;

/** Submits a stage that other stages need. */
export function submitStage(recorder: Recorder, chain: Chain, stage: string): void {
  task(recorder, `${chain.name}: submit ${stage}`, {
    resource: submitJobResource,
    arguments: jobArguments(chain, stage),
    permissions: [submission(chain, stage)],
    retry: batchRetry,
    assign: [chain.jobs.to(withJob(chain, stage))],
  });
}

/** Submits the stages that no other needs and waits until they end. A failed one does not stop the others, because the
 * elements of array jobs are independent. */
export function runSinks(recorder: Recorder, chain: Chain): Expr<ChainOutcome> {
  const { name, sinks, jobs } = chain;
  const [only, ...others] = sinks;
  if (only !== undefined && others.length === 0) {
    return runStage(recorder, chain, only, { jobs: withJob(chain, only), error: null });
  }
  const settled = parallel<ChainOutcome[]>(
    recorder,
    `${name}: run ${sinks.join(" and ")}`,
    sinks.map((stage) => (branch) => settle(branch, chain, stage)),
  );
  const errors = new MutableVariable<ChainError[]>(`${name} errors`);
  assign(recorder, `${name}: gather`, [
    jobs.to(rawJsonata<Jobs>`$merge($append([${jobs.value}], ${settled}.jobs))`),
    errors.to(rawJsonata<ChainError[]>`[${settled}.error[$ != null]]`),
  ]);
  return choose(recorder, `${name}: all done?`, (branch) => branch)
    .when(errors.value.count().eq(0), () => typed<ChainOutcome>({ jobs: jobs.value, error: null }))
    .otherwise((failed) => {
      const first = rawJsonata<ChainError>`${errors.value}[0]`;
      return fail(failed, `${name}: failed`, { error: first.error, cause: first.cause });
    });
}

/** Runs one of several last stages until it succeeds or fails. */
function settle(branch: Recorder, chain: Chain, stage: string): Expr<ChainOutcome> {
  return attempt(
    branch,
    `${chain.name}: ${stage} outcome`,
    (body) => runStage(body, chain, stage, { jobs: { [stage]: job.JobId }, error: null }),
    (_handler, error) =>
      typed<ChainOutcome>({
        jobs: jobInCause(stage, error),
        error: { error: error.Error, cause: briefly(error.Cause) },
      }),
  );
}

/** The jobs so far and the one being submitted. */
const withJob = ({ jobs }: Chain, stage: string): Expr<Jobs> =>
  rawJsonata`$merge([${jobs.value}, {${value(stage)}: ${job.JobId}}])`;

function runStage(recorder: Recorder, chain: Chain, stage: string, result: AnyValue): Expr<ChainOutcome> {
  return task(recorder, `${chain.name}: run ${stage}`, {
    resource: `${submitJobResource}.sync`,
    arguments: jobArguments(chain, stage),
    permissions: [submission(chain, stage), ...waitPermissions(queueOfStage(chain, stage))],
    retry: batchRetry,
    result: toNode(result),
  });
}

function submission(chain: Chain, stage: string): Permission {
  const { jobDefinition, consumes = [] } = stageOf(chain, stage);
  const consumed = consumes.map(({ resource }) => resource);
  return submitPermission(queueOfStage(chain, stage), jobDefinition, ...consumed);
}

/** The response of Batch to the submission being recorded. */
const job = expr<SubmittedJob>(stateResult);

/** The request of SubmitJob: for an array job, or for a plain job when there is one element. */
function jobArguments(chain: Chain, stage: string): Node {
  const { options, jobs, prefix } = chain;
  const { jobDefinition, needs = [], consumes, retryStrategy } = stageOf(chain, stage);
  const { size, shareIdentifier } = options;
  const overrides = containerOverrides(options, stage);
  const jobOf = (need: string) => rawJsonata<string>`$lookup(${jobs.value}, ${value(need)})`;
  const plain = {
    JobName: text`${prefix.value}-${value(stage)}`,
    JobQueue: queueOfStage(chain, stage),
    JobDefinition: jobDefinition,
    ...(shareIdentifier !== undefined && { ShareIdentifier: shareIdentifier }),
    ...consumableOverride(consumes),
    ...(retryStrategy !== undefined && { RetryStrategy: { ...retryStrategy } }),
    ...(Object.keys(overrides).length > 0 && { ContainerOverrides: overrides }),
    ...(needs.length > 0 && { DependsOn: needs.map((need) => ({ JobId: jobOf(need) })) }),
  };
  const array = {
    ArrayProperties: { Size: size },
    ...(needs.length > 0 && { DependsOn: needs.map((need) => ({ JobId: jobOf(need), Type: "N_TO_N" })) }),
  };
  if (typeof size === "number") return toNode(size > 1 ? { ...plain, ...array } : plain);
  return toNode(merge(plain, conditional(value(size).gt(1), array, {})));
}

function containerOverrides({ environment = {}, memoryMiB = {} }: BatchChainOptions, stage: string) {
  const variables = Object.entries(environment).map(([Name, Value]) => ({ Name, Value }));
  const memory = memoryMiB[stage];
  return {
    ...(variables.length > 0 && { Environment: variables }),
    ...(memory !== undefined && { ResourceRequirements: [{ Type: "MEMORY", Value: text`${memory}` }] }),
  };
}

/** A cause may be 32 KiB long, but the outcomes of many chains must fit into one payload. */
export const briefly = (cause: Expr<string>): Expr<string> => cause.substring(0, 1000);
