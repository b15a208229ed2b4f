import { attempt, type CaughtError } from "../../core/attempt.ts";
import { choose } from "../../core/choice.ts";
import { mapState } from "../../core/map.ts";
import type { Recorder } from "../../core/recorder.ts";
import { assign } from "../../core/simple-states.ts";
import { task } from "../../core/task.ts";
import { rawJsonata, typed, value } from "../../expression/authors-functions.ts";
import { expr } from "../../expression/expr.ts";
import { toNode } from "../../expression/literal.ts";
import { stateResult } from "../../expression/node.ts";
import type { Expr } from "../../expression/types.ts";
import { batchRetry, describePermission } from "./batch.ts";
import type { Chain, ChainOutcome } from "./chain.ts";
import { briefly, queueOfStage } from "./chain-submission.ts";
import { jobInCause } from "./job-in-cause.ts";
import { terminateJob } from "./terminate-job.ts";

/** After a failure: finds the first cause, stops the jobs that still run, and returns the outcome. */
export function recoverChain(handler: Recorder, chain: Chain, error: Expr<CaughtError>): Expr<ChainOutcome> {
  const { name, order, sinks, jobs } = chain;
  const [only, ...others] = sinks;
  if (only !== undefined && others.length === 0) {
    // Only the cause has the id of a job that Step Functions itself waited for.
    assign(handler, `${name}: gather jobs`, [
      jobs.to(rawJsonata`$merge([${jobs.value}, ${jobInCause(only, error)}])`),
    ]);
  }
  const ids = rawJsonata<string[]>`[${jobs.value}.*]`;
  const reasons = choose(handler, `${name}: anything submitted?`, (branch) => branch)
    .when(ids.count().gt(0), (submitted) => {
      const failed = failureReasons(submitted, name, ids);
      const queues = order.map((stage) => queueOfStage(chain, stage));
      const reason = `${name}: another stage failed`;
      mapState(submitted, `${name}: stop jobs`, ids, (each, id) =>
        terminateJob(each, name, { id, reason, queues }),
      );
      return failed;
    })
    .otherwise(() => typed<Reasons>({}));
  return typed<ChainOutcome>({
    jobs: jobs.value,
    error: { error: error.Error, cause: firstCause(chain, reasons, error) },
  });
}

type Reasons = Readonly<Record<string, string>>;

/** Failed job's id → its status reason. Empty when Batch does not answer. */
function failureReasons(recorder: Recorder, name: string, ids: Expr<string[]>): Expr<Reasons> {
  const answer = expr(stateResult);
  const reasons = rawJsonata<Reasons>`$merge([{}, ${answer}.Jobs[Status = 'FAILED'].{JobId: $exists(StatusReason) ? StatusReason : 'failed'}])`;
  return attempt(
    recorder,
    `${name}: reasons`,
    (body) =>
      task<Reasons>(body, `${name}: what failed?`, {
        resource: "arn:aws:states:::aws-sdk:batch:describeJobs",
        arguments: toNode({ Jobs: ids }),
        permissions: [describePermission],
        retry: batchRetry,
        result: toNode(reasons),
      }),
    () => typed<Reasons>({}),
  );
}

/** A stage also fails when a stage that it needs failed. So the cause is the first failed stage in the chain's order. A
 * failure without a failed job, such as a rejected submission, is its own cause. */
function firstCause({ order, jobs }: Chain, reasons: Expr<Reasons>, error: Expr<CaughtError>): Expr<string> {
  const first = rawJsonata`(${value(order)}.{'stage': $, 'reason': $lookup(${reasons}, $lookup(${jobs.value}, $))}[$exists(reason)])[0]`;
  return rawJsonata`($first := ${first}; $exists($first) ? $first.stage & ': ' & $first.reason : ${briefly(error.Cause)})`;
}
