import { attempt } from "../../core/attempt.ts";
import { choose } from "../../core/choice.ts";
import { context } from "../../core/context.ts";
import { MutableVariable } from "../../core/mutable-variable.ts";
import type { Recorder } from "../../core/recorder.ts";
import { assign } from "../../core/simple-states.ts";
import { rawJsonata, value } from "../../expression/authors-functions.ts";
import type { EvaluatesTo, Expr } from "../../expression/types.ts";
import type { BatchChainOptions, Chain, ChainOutcome, ChainStages } from "./chain.ts";
import { chainOrder } from "./chain-order.ts";
import { recoverChain } from "./chain-recovery.ts";
import { runSinks, submitStage } from "./chain-submission.ts";

/** Adds the states of a chain. */
export function batchChain<Name extends string>(
  recorder: Recorder,
  name: string,
  stages: ChainStages<Name>,
  options: BatchChainOptions,
): Expr<ChainOutcome<Name>> {
  const chain: Chain = {
    name,
    stages,
    ...chainOrder(name, stages),
    options,
    jobs: new MutableVariable(`${name} jobs`),
    prefix: new MutableVariable(`${name} job name`),
  };
  const outcome: EvaluatesTo<ChainOutcome> =
    typeof options.size === "number" && options.size > 0
      ? run(recorder, chain)
      : choose(recorder, `${name}: anything to do?`, (branch) => branch)
          .when(value(options.size).gte(1), (then) => run(then, chain))
          .otherwise(() => ({ jobs: {}, error: null }));
  return outcome as Expr<ChainOutcome<Name>>;
}

function run(recorder: Recorder, chain: Chain): Expr<ChainOutcome> {
  const { name, options, order, sinks, jobs, prefix } = chain;
  const jobName = value(options.jobName ?? context.execution.name);
  assign(recorder, name, [
    // A job's name has at most 128 letters, digits, "-" and "_". The rest is for its stage.
    prefix.to(rawJsonata<string>`$substring($replace(${jobName}, /[^A-Za-z0-9_-]+/, '-'), 0, 90)`),
    jobs.to({}),
  ]);
  return attempt(
    recorder,
    `${name} outcome`,
    (body) => {
      for (const stage of order) if (!sinks.includes(stage)) submitStage(body, chain, stage);
      return runSinks(body, chain);
    },
    (handler, error) => recoverChain(handler, chain, error),
  );
}
