import type { Block } from "../../authoring/block.ts";
import type { CaughtError } from "../../core/attempt.ts";
import { task } from "../../core/task.ts";
import { expr } from "../../expression/expr.ts";
import { rawJsonata, typed, value } from "../../expression/jsonata-functions.ts";
import { toNode } from "../../expression/literal.ts";
import { stateResult } from "../../expression/node.ts";
import type { Expr } from "../../expression/types.ts";
import {
  batchRetry,
  describeJobsResource,
  describePermission,
  terminateJobResource,
  terminatePermission,
} from "./batch.ts";
import type { ChainOutcome } from "./batch-chain.ts";
import { briefly, type Chain, jobInCause, queueOfStage } from "./chain-submission.ts";

/** After a failure: finds out what failed first, stops what still runs, and gives the outcome. */
export function recoverChain(handler: Block, chain: Chain, error: Expr<CaughtError>): Expr<ChainOutcome> {
  const { name, order, jobs } = chain;
  const [only, ...others] = order.sinks;
  if (only !== undefined && others.length === 0) {
    // A job that Step Functions itself waited for has its id only in the cause.
    handler.assign(`${name}: gather jobs`, [
      jobs.to(rawJsonata`$merge([${jobs.value}, ${jobInCause(only, error)}])`),
    ]);
  }
  const ids = rawJsonata<string[]>`[${jobs.value}.*]`;
  const reasons = handler
    .choose(`${name}: anything submitted?`)
    .when(ids.count().gt(0), (submitted) => {
      const failed = failureReasons(submitted, name, ids);
      submitted.map(`${name}: stop jobs`, ids, (each, id) => stopJob(each, chain, id));
      return failed;
    })
    .otherwise(() => typed<Reasons>({}));
  return typed<ChainOutcome>({
    jobs: jobs.value,
    error: { error: error.Error, cause: firstCause(chain, reasons, error) },
  });
}

type Reasons = Readonly<Record<string, string>>;

/** Job id → why it failed, of the jobs that failed; empty when Batch cannot be asked. */
function failureReasons(block: Block, name: string, ids: Expr<string[]>): Expr<Reasons> {
  const answer = expr(stateResult);
  const reasons = rawJsonata<Reasons>`$merge([{}, ${answer}.Jobs[Status = 'FAILED'].{JobId: $exists(StatusReason) ? StatusReason : 'failed'}])`;
  return block.attempt(
    `${name}: reasons`,
    (body) =>
      task<Reasons>(body, `${name}: what failed?`, {
        resource: describeJobsResource,
        arguments: toNode({ Jobs: ids }),
        permissions: [describePermission],
        retry: batchRetry,
        result: toNode(reasons),
      }),
    () => typed<Reasons>({}),
  );
}

/** Ends one job; ending a job that has ended does nothing. */
function stopJob(block: Block, chain: Chain, id: Expr<string>): void {
  const { name, order } = chain;
  block.attempt(
    `${name}: stopped`,
    (body) => {
      task(body, `${name}: stop job`, {
        resource: terminateJobResource,
        arguments: toNode({ JobId: id, Reason: `${name}: another stage failed` }),
        permissions: order.stages.map((stage) => terminatePermission(toNode(queueOfStage(chain, stage)))),
        retry: batchRetry,
      });
    },
    () => {},
  );
}

/**
 * A stage fails also when one that it needs has failed, so the cause is the first failed one in the chain's order. A failure
 * that no job shares, such as a refused submission, is its own cause.
 */
function firstCause({ order, jobs }: Chain, reasons: Expr<Reasons>, error: Expr<CaughtError>): Expr<string> {
  const first = rawJsonata`(${value(order.stages)}.{'stage': $, 'reason': $lookup(${reasons}, $lookup(${jobs.value}, $))}[$exists(reason)])[0]`;
  return rawJsonata`($first := ${first}; $exists($first) ? $first.stage & ': ' & $first.reason : ${briefly(error.Cause)})`;
}
