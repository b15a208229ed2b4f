import { env } from "../contract/env.ts";
import { platformKeys } from "../contract/keys.ts";
import type { PlanFailure, PlanResult, RunInput } from "../contract/plan.ts";
import { type Expr, type Machine, parse, rawJsonata, text, typed } from "../states/index.ts";
import type { MachineParts } from "./parts.ts";

/**
 * Plans the run in the function or the container that the workflow chose, which give the same answer. Where there is no plan, the
 * machine fails with the planner's own error, in the words of Lambda either way.
 */
export function planStep(m: Machine<RunInput>, parts: MachineParts): Expr<PlanResult> {
  const { workflow, planner } = parts;
  const { name: execution } = m.context.execution;
  const request = { workflow, execution, input: m.input };
  if (planner.kind === "lambda") return m.invoke("Plan", planner.function, request);
  const planning = text`runs/${workflow}/${execution}/planning/`;
  const file = (keyOf: (planning: string) => string) => {
    return { Bucket: planner.platformBucket, Key: text`${planning}${keyOf("")}` };
  };
  // A job's overrides have room for 8,192 characters, and an input may name a thousand tenants.
  m.s3.putObject("Plan: request", { ...file(platformKeys.planRequest), Body: request });
  return m.attempt(
    "Plan: outcome",
    (body) => {
      body.submitJobSync("Plan", {
        // What Batch refuses in a name becomes `-`.
        JobName: rawJsonata<string>`$replace(${text`${workflow}-${execution}-plan`}, /[^A-Za-z0-9_-]/, '-')`,
        JobQueue: parts.jobQueue,
        JobDefinition: planner.jobDefinition,
        ShareIdentifier: parts.shareIdentifier,
        ContainerOverrides: { Environment: [{ Name: env.planning, Value: planning }] },
      });
      return parse<PlanResult>(body.s3.getObject("Plan: result", file(platformKeys.planResult)).Body);
    },
    (handler, error) => {
      const failure = handler.attempt(
        "Plan: reason",
        (body) => {
          const { Body } = body.s3.getObject("Plan: why not?", file(platformKeys.planFailure));
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
