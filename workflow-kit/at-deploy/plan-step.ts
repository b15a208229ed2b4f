import { type Block, type Expr, hash, type Machine, parse, rawJsonata, text, typed } from "@batchline/states";
import { env } from "../../contract/env.ts";
import { platformKeys } from "../../contract/object-keys.ts";
import { longestWaitSeconds, type PlanFailure, type PlanResult, type RunInput } from "../../contract/plan.ts";
import type { MachineParts } from "./machine-parts.ts";

/**
 * The same as `jobsOfRun` of contract/job-names.ts, in a state machine. A test compares them.
 * @example text`${jobsOfRunExpr("price-report", plan.runId, m.context.execution.name)}-${shard.index}`
 */
export function jobsOfRunExpr(workflow: string, run: Expr<string>, execution: Expr<string>): Expr<string> {
  const name = rawJsonata`(${run} = ${execution} ? ${text`${workflow}-${run}`} : ${text`${workflow}-${run}-${execution}`})`;
  const readable = rawJsonata<string>`$substring($replace(${name}, /[^A-Za-z0-9_-]+/, '-'), 0, 64)`;
  return text`${readable}-${rawJsonata<string>`$substring(${hash(text`${workflow}/${run}/${execution}`, "SHA-256")}, 0, 8)`}`;
}

/** The error on which the machine asks the planner again. */
const notYet = "NotItsTurn";

/** How often a scheduled run checks whether the run before it has ended. */
export interface Turns {
  /** The first pause, in seconds. Each further pause is longer. @default 60 */
  readonly firstSeconds?: number;
  /** The longest pause, in seconds: each check takes about 12 of the execution's 25,000 events, or a container. @default 300 */
  readonly mostSeconds?: number;
}

/**
 * Plans the run in the function or the container that the workflow chose. If that fails, the machine fails with the planner's error. A
 * scheduled run waits until no other run of the workflow is under way.
 * @example const plan = planStep(m, parts);
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
    // The planner refuses before they are used up.
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
  const request = { workflow, execution, input: m.input, startedAt, stateMachine: m.context.stateMachine.id };
  if (planner.kind === "lambda") return body.invoke("Plan", planner.function, request);
  const planning = text`runs/${workflow}/${execution}/planning/`;
  const file = (keyOf: (planning: string) => string) => {
    return { Bucket: planner.platformBucket, Key: text`${planning}${keyOf("")}` };
  };
  // A job's overrides have at most 8,192 characters, and an input may name a thousand tenants.
  body.s3.putObject("Plan: request", { ...file(platformKeys.planRequest), Body: request });
  return body.attempt(
    "Plan: outcome",
    (container) => {
      container.submitJobSync("Plan", {
        JobName: text`${jobsOfRunExpr(workflow, execution, execution)}-plan`,
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
        // A killed container writes no reason, so this is Batch's.
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
