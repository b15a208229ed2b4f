import { type Block, type Expr, type Machine, parse, text, typed } from "@batchline/states";
import { env } from "../../contract/env.ts";
import { platformKeys } from "../../contract/object-keys.ts";
import { longestWaitSeconds, type PlanFailure, type PlanResult, type RunInput } from "../../contract/plan.ts";
import { jobsOfRunExpr } from "./job-name-expression.ts";
import type { MachineParts } from "./machine-parts.ts";

/** The error by which the machine knows that it is to ask the planner again. */
const notYet = "NotItsTurn";

/** How often a scheduled run that waits for another one looks whether it has ended, in seconds. */
export interface Turns {
  /** Before it looks again for the first time; then ever less often, for whoever has waited long. @default 60 */
  readonly firstSeconds?: number;
  /** At the most, as each look is about a dozen events of the execution's 25,000, or a container's start. @default 300 */
  readonly mostSeconds?: number;
}

/**
 * Plans the run in the function or the container that the workflow chose, which give the same answer. Where there is no plan, the
 * machine fails with the planner's own error, in the words of Lambda either way. A run that a schedule started waits until no
 * other run of the workflow is under way.
 */
export function planStep(
  m: Machine<RunInput>,
  parts: MachineParts,
  { firstSeconds = 60, mostSeconds = 300 }: Turns = {},
): Expr<PlanResult> {
  const turn = {
    errors: [notYet],
    intervalSeconds: firstSeconds,
    backoffRate: 1.5,
    maxDelaySeconds: mostSeconds,
    // More than fit into the time after which the planner refuses.
    maxAttempts: Math.ceil(longestWaitSeconds / Math.min(firstSeconds, mostSeconds)),
  } as const;
  return m.retry("Plan in turn", [turn], (body) => {
    const plan = askPlanner(m, body, parts);
    body
      .choose("Another run under way?")
      .when(plan.waiting.isPresent(), (then) => then.fail("Not yet", { error: notYet, cause: plan.reason }));
    return plan;
  });
}

function askPlanner(m: Machine<RunInput>, body: Block, parts: MachineParts): Expr<PlanResult> {
  const { workflow, planner } = parts;
  const { name: execution, startTime: startedAt } = m.context.execution;
  const request = { workflow, execution, input: m.input, startedAt };
  if (planner.kind === "lambda") return body.invoke("Plan", planner.function, request);
  const planning = text`runs/${workflow}/${execution}/planning/`;
  const file = (keyOf: (planning: string) => string) => {
    return { Bucket: planner.platformBucket, Key: text`${planning}${keyOf("")}` };
  };
  // A job's overrides have room for 8,192 characters, and an input may name a thousand tenants.
  body.s3.putObject("Plan: request", { ...file(platformKeys.planRequest), Body: request });
  return body.attempt(
    "Plan: outcome",
    (container) => {
      container.submitJobSync("Plan", {
        JobName: text`${jobsOfRunExpr(workflow, execution)}-plan`,
        JobQueue: parts.jobQueue,
        JobDefinition: planner.jobDefinition,
        ShareIdentifier: parts.shareIdentifier,
        ContainerOverrides: { Environment: [{ Name: env.planning, Value: planning }] },
      });
      return parse<PlanResult>(container.s3.getObject("Plan: result", file(platformKeys.planResult)).Body);
    },
    (handler, error) => {
      const failure = handler.attempt(
        "Plan: reason",
        (reason) => {
          const { Body } = reason.s3.getObject("Plan: why not?", file(platformKeys.planFailure));
          return typed<Failure>({ error: parse<PlanFailure>(Body).errorType, cause: Body });
        },
        // A container that was killed leaves no word: what Batch says of its job has to do.
        () => typed<Failure>({ error: error.Error, cause: error.Cause }),
      );
      return handler.fail("Plan failed", { error: failure.error, cause: failure.cause });
    },
  );
}

interface Failure {
  readonly error: string;
  readonly cause: string;
}
