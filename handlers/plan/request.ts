import * as z from "zod";
import type { PlanRequest } from "../../contract/plan.ts";
import { inOneLine } from "./skip-wording.ts";

/** Names that become part of S3 keys: what Step Functions allows for an execution's name, without signs that mean something. */
const Name = z.string().regex(/^\w[\w.-]{0,79}$/, "1–80 letters, digits, dots, dashes and underscores");

/** The execution's input. Strict: a misspelt `tenants` would otherwise run everybody. */
const Input = z
  .strictObject({
    tenants: z.array(z.string()).min(1).nullish(),
    force: z.boolean().nullish(),
    resume: Name.nullish(),
    schedule: z.string().min(1).nullish(),
    scheduledAt: z.string().nullish(),
  })
  .refine(({ tenants, resume, schedule }) => !schedule || !(tenants || resume), {
    path: ["schedule"],
    message: "a schedule's run is for the tenants that go by it: leave out tenants and resume",
  });

const Request = z.object({
  workflow: z.string(),
  execution: Name,
  input: Input.nullish(),
  startedAt: z.iso.datetime().nullish(),
});

/** Thrown when an execution was started with an input that means nothing. */
export class InvalidRunInput extends Error {
  constructor(cause: z.ZodError) {
    super(
      `the execution cannot be planned: ${inOneLine(cause)}. Its input may have tenants (a list of ids), force (true or false) and resume (a run id); a schedule's has schedule and scheduledAt`,
      { cause },
    );
    this.name = "InvalidRunInput";
  }
}

/** The request with absent and null fields left out. Throws InvalidRunInput. */
export function parseRequest(event: unknown): PlanRequest {
  const parsed = Request.safeParse(event);
  if (!parsed.success) throw new InvalidRunInput(parsed.error);
  const { workflow, execution, input, startedAt } = parsed.data;
  const { tenants, force, resume, schedule, scheduledAt } = input ?? {};
  return {
    workflow,
    execution,
    input: {
      ...(tenants && { tenants }),
      ...(force && { force }),
      ...(resume && { resume }),
      ...(schedule && { schedule }),
      ...(scheduledAt && { scheduledAt }),
    },
    ...(startedAt && { startedAt }),
  };
}
