import { CodedError } from "@batchline/diagnostics";
import * as z from "zod";
import type { PlanRequest } from "../../contract/plan.ts";
import type { HandlerErrorCode } from "../error-codes.ts";
import { inOneLine } from "./plan-reason.ts";

/** Names that become part of S3 keys: as Step Functions allows for executions, without special characters. */
const Name = z.string().regex(/^\w[\w.-]{0,79}$/, "1–80 letters, digits, dots, dashes and underscores");

/** The execution's input. Strict, because a misspelt `tenants` would run every tenant. */
const Input = z
  .strictObject({
    tenants: z.array(z.string()).min(1).nullish(),
    force: z.boolean().nullish(),
    wait: z.boolean().nullish(),
    resume: Name.nullish(),
    stages: z.array(z.string()).min(1).nullish(),
    schedule: z.string().min(1).nullish(),
    scheduledAt: z.string().nullish(),
  })
  .refine(({ tenants, resume, schedule }) => !schedule || !(tenants || resume), {
    path: ["schedule"],
    message: "a scheduled run is for the tenants of the schedule: remove tenants and resume",
  })
  .refine(({ resume, stages }) => resume || !stages, {
    path: ["stages"],
    message: "a new run has all stages: name the run to resume, or remove stages",
  });

const Request = z.object({
  workflow: z.string(),
  execution: Name,
  stateMachine: z.string().nullish(),
  input: Input.nullish(),
  startedAt: z.iso.datetime().nullish(),
});

/** The input of an execution is not valid. */
export class InvalidRunInputError extends CodedError<HandlerErrorCode> {
  constructor(cause: z.ZodError) {
    super(
      "BL-H003",
      `the execution cannot be planned: ${inOneLine(cause)}. Its input may have tenants (a list of ids), force and wait (true or false), resume (a run id) and, with it, stages (a list of names); a schedule's has schedule and scheduledAt`,
      { cause },
    );
  }
}

/** The request without absent and null fields. @throws {InvalidRunInputError} */
export function parseRequest(event: unknown): PlanRequest {
  const parsed = Request.safeParse(event);
  if (!parsed.success) throw new InvalidRunInputError(parsed.error);
  const { workflow, execution, stateMachine, input, startedAt } = parsed.data;
  const { tenants, force, wait, resume, stages, schedule, scheduledAt } = input ?? {};
  return {
    workflow,
    execution,
    ...(stateMachine && { stateMachine }),
    input: {
      ...(tenants && { tenants }),
      ...(force && { force }),
      ...(wait && { wait }),
      ...(resume && { resume }),
      ...(stages && { stages }),
      ...(schedule && { schedule }),
      ...(scheduledAt && { scheduledAt }),
    },
    ...(startedAt && { startedAt }),
  };
}
