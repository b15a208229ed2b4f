import type { Block } from "../../authoring/block.ts";
import type { CaughtError } from "../../core/attempt.ts";
import { MutableVariable } from "../../core/mutable-variable.ts";
import { task } from "../../core/task.ts";
import { expr } from "../../expression/expr.ts";
import { conditional, merge, rawJsonata, text, typed, value } from "../../expression/jsonata-functions.ts";
import { toNode } from "../../expression/literal.ts";
import { type Node, stateResult } from "../../expression/node.ts";
import type { AnyValue, Expr, Value } from "../../expression/types.ts";
import type { Permission } from "../../permissions.ts";
import {
  batchRetry,
  type SubmittedJob,
  submitJobResource,
  submitJobSyncResource,
  submitPermission,
  waitPermissions,
} from "./batch.ts";
import type { BatchChainOptions, ChainOutcome, ChainStages } from "./batch-chain.ts";
import type { ChainOrder } from "./chain-order.ts";
import { consumableOverride } from "./consumption.ts";

/** Stage → job id. */
export type Jobs = Readonly<Record<string, string>>;
type ChainError = NonNullable<ChainOutcome["error"]>;

/** A chain while its states are recorded. */
export interface Chain {
  readonly name: string;
  readonly stages: ChainStages;
  readonly order: ChainOrder;
  readonly options: BatchChainOptions;
  /** What was submitted so far. */
  readonly jobs: MutableVariable<Jobs>;
  /** What job names start with. */
  readonly prefix: MutableVariable<string>;
}

/** ARN of the queue that a stage goes to. */
export const queueOfStage = ({ stages, options }: Chain, stage: string): Value<string> =>
  stages[stage]?.jobQueue ?? options.jobQueue;

/** Submits a stage that others wait for. */
export function submitStage(block: Block, chain: Chain, stage: string): void {
  task(block, `${chain.name}: submit ${stage}`, {
    resource: submitJobResource,
    arguments: jobArguments(chain, stage),
    permissions: [submission(chain, stage)],
    retry: batchRetry,
    assign: [chain.jobs.to(withJob(chain, stage))],
  });
}

/**
 * Submits the stages that no other waits for and waits until they are done. One that fails does not stop the others: the
 * elements of array jobs have nothing to do with each other.
 */
export function runSinks(block: Block, chain: Chain): Expr<ChainOutcome> {
  const { name, order, jobs } = chain;
  const [only, ...others] = order.sinks;
  if (only !== undefined && others.length === 0) {
    return runStage(block, chain, only, { jobs: withJob(chain, only), error: null });
  }
  const settled = block.parallel(
    `${name}: run ${order.sinks.join(" and ")}`,
    order.sinks.map((stage) => (branch: Block) => settle(branch, chain, stage)),
  );
  const errors = new MutableVariable<ChainError[]>(`${name} errors`);
  block.assign(`${name}: gather`, [
    jobs.to(rawJsonata<Jobs>`$merge($append([${jobs.value}], ${settled}.jobs))`),
    errors.to(rawJsonata<ChainError[]>`[${settled}.error[$ != null]]`),
  ]);
  return block
    .choose(`${name}: all done?`)
    .when(errors.value.count().eq(0), () => typed<ChainOutcome>({ jobs: jobs.value, error: null }))
    .otherwise((failed) => {
      const first = rawJsonata<ChainError>`${errors.value}[0]`;
      return failed.fail(`${name}: failed`, { error: first.error, cause: first.cause });
    });
}

/** Runs one of several last stages to its end, good or bad. */
function settle(branch: Block, chain: Chain, stage: string): Expr<ChainOutcome> {
  return branch.attempt(
    `${chain.name}: ${stage} outcome`,
    (body) => runStage(body, chain, stage, { jobs: { [stage]: job.JobId }, error: null }),
    (_handler, error) =>
      typed<ChainOutcome>({
        jobs: jobInCause(stage, error),
        error: { error: error.Error, cause: briefly(error.Cause) },
      }),
  );
}

/** The jobs so far and the one that is being submitted. */
const withJob = ({ jobs }: Chain, stage: string): Expr<Jobs> =>
  rawJsonata`$merge([${jobs.value}, {${value(stage)}: ${job.JobId}}])`;

function runStage(block: Block, chain: Chain, stage: string, result: AnyValue): Expr<ChainOutcome> {
  return task(block, `${chain.name}: run ${stage}`, {
    resource: submitJobSyncResource,
    arguments: jobArguments(chain, stage),
    permissions: [submission(chain, stage), ...waitPermissions(toNode(queueOfStage(chain, stage)))],
    retry: batchRetry,
    result: toNode(result),
  });
}

function submission(chain: Chain, stage: string): Permission {
  const { jobDefinition, consumes = [] } = chain.stages[stage]!;
  const consumed = consumes.map(({ resource }) => toNode(resource));
  return submitPermission(toNode(queueOfStage(chain, stage)), [toNode(jobDefinition), ...consumed]);
}

/** What Batch answers to the submission that is being recorded. */
const job = expr<SubmittedJob>(stateResult);

/** SubmitJob's request: of an array job, or of a plain one for one element. */
function jobArguments(chain: Chain, stage: string): Node {
  const { stages, options, jobs, prefix } = chain;
  const { jobDefinition, needs = [], consumes } = stages[stage]!;
  const { size, shareIdentifier } = options;
  const environment = Object.entries(options.environment ?? {});
  const jobOf = (need: string) => rawJsonata<string>`$lookup(${jobs.value}, ${value(need)})`;
  const plain = {
    JobName: text`${prefix.value}-${value(stage)}`,
    JobQueue: queueOfStage(chain, stage),
    JobDefinition: jobDefinition,
    ...(shareIdentifier !== undefined && { ShareIdentifier: shareIdentifier }),
    ...consumableOverride(consumes),
    ...(environment.length > 0 && {
      ContainerOverrides: { Environment: environment.map(([Name, Value]) => ({ Name, Value })) },
    }),
    ...(needs.length > 0 && { DependsOn: needs.map((need) => ({ JobId: jobOf(need) })) }),
  };
  const array = {
    ArrayProperties: { Size: size },
    ...(needs.length > 0 && { DependsOn: needs.map((need) => ({ JobId: jobOf(need), Type: "N_TO_N" })) }),
  };
  if (typeof size === "number") return toNode(size > 1 ? { ...plain, ...array } : plain);
  return toNode(merge(plain, conditional(value(size).gt(1), array, {})));
}

/** A failed job's id, by its stage, as the cause of the failure tells it: JSON text of the job. Empty when it tells none. */
export function jobInCause(stage: Value<string>, error: Expr<CaughtError>): Expr<Jobs> {
  return rawJsonata`{${value(stage)}: $match(${error.Cause}, /"Job(Arn":"[^"]+:job\/|Id":")([^"]+)","Job/)[0].groups[1]}`;
}

/** A cause may be 32 KiB long, and what many chains give must fit into one payload. */
export const briefly = (cause: Expr<string>): Expr<string> => cause.substring(0, 1000);
