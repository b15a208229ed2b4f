import { secretVariable } from "@batchline/aws-facts";
import { CodedError } from "@batchline/diagnostics";
import * as z from "zod";
import { cronProblems } from "./cron.ts";
import type { Stage, Workflow } from "./declaration.ts";
import type { WorkflowErrorCode } from "./error-codes.ts";
import { timeZoneProblem } from "./known-time-zones.ts";
import { moreMemoryProblems } from "./more-memory.ts";
import { isShare, shareRange, stageLimits } from "./stage-limits.ts";
import { defaultShare } from "./stage-queue.ts";

/** A declaration that cannot run. The message has one line for each problem. @example if (error instanceof InvalidWorkflowError) console.error(error.workflow, error.problems); */
export class InvalidWorkflowError extends CodedError<WorkflowErrorCode> {
  readonly workflow: string;
  /** Each with its field. */
  readonly problems: readonly string[];

  constructor(workflow: string, problems: readonly string[]) {
    super(
      "BL-W001",
      problems.map((problem) => `workflow ${JSON.stringify(workflow)}: ${problem}`).join("\n"),
    );
    this.workflow = workflow;
    this.problems = problems;
  }
}

/** How many jobs a job may depend on. https://docs.aws.amazon.com/batch/latest/APIReference/API_SubmitJob.html */
const mostNeeds = 20;

/** How many consumable resources a job may need. https://docs.aws.amazon.com/batch/latest/userguide/resource-aware-scheduling-how-to-for-jobs.html */
const mostConsumed = 5;

type Declaration = Pick<Workflow, "name" | "params" | "stages" | "schedule" | "share">;

/** @throws {InvalidWorkflowError} BL-W001 when AWS does not take the name, a stage, the schedule or the share.
 * @example checkDeclaration({ name: "price-report", params: z.object({}), stages: { fetch } }); */
export function checkDeclaration(declaration: Declaration): void {
  const problems = [...declarationProblems(declaration)];
  if (problems.length > 0) throw new InvalidWorkflowError(declaration.name, problems);
}

function* declarationProblems({ name, stages, schedule, params, share = defaultShare }: Declaration) {
  yield* nameProblems(name);
  for (const [stage, declared] of Object.entries(stages)) {
    for (const problem of stageProblems(stage, declared, stages)) yield `stages.${stage}${problem}`;
  }
  if (Object.keys(stages).length === 0) yield "stages: declare at least one stage";
  const waiting = inCycles(stages);
  if (waiting.length > 0) yield `stages: ${waiting.join(", ")} wait for each other, so none can start`;
  if (schedule !== undefined) {
    for (const problem of cronProblems(schedule.cron)) yield `schedule.cron: ${problem}`;
    const zone = timeZoneProblem(schedule.timezone);
    if (zone !== undefined) yield `schedule.timezone: ${zone}`;
  }
  if (params instanceof z.ZodObject && Object.hasOwn(params.shape, "schedule")) {
    yield "params.schedule: tenants' own schedules use this key; give the parameter another name";
  }
  if (!isShare(share)) yield `share: ${share} is not ${shareRange}`;
}

/** What is wrong with a workflow's name; empty when it is right. @example nameProblems("price-report") // [] */
export function nameProblems(name: string): string[] {
  return /^[a-z][a-z0-9-]{0,39}$/.test(name)
    ? []
    : ["name: use 1–40 lower-case letters, digits and dashes, starting with a letter"];
}

/** Each begins with the field or, for the name, with a colon. */
function* stageProblems(name: string, stage: Stage, stages: Declaration["stages"]) {
  const { gpus = 0, nodes, consumes = {}, secrets = {}, needs = [] } = stage;
  if (!/^[a-z][a-z0-9-]{0,29}$/.test(name)) {
    yield ": name it with 1–30 lower-case letters, digits and dashes, starting with a letter";
  }
  for (const [field, { least, most, hint }] of Object.entries(stageLimits)) {
    const value = stage[field as keyof typeof stageLimits];
    if (value === undefined || (Number.isInteger(value) && value >= least && value <= most)) continue;
    yield `.${field}: ${value} is not a whole number from ${least} to ${most}${hint}`;
  }
  if (nodes !== undefined && gpus !== 0) {
    yield ".nodes: a stage has nodes or gpus, not both, as its queue's instances lack GPUs; remove one";
  }
  for (const [resource, quantity] of Object.entries(consumes)) {
    if (Number.isInteger(quantity) && quantity >= 1) continue;
    yield `.consumes.${resource}: ${quantity} is not a whole number of at least 1; remove it to consume nothing`;
  }
  const consumed = Object.keys(consumes).length;
  if (consumed > mostConsumed) {
    yield `.consumes: Batch lets a job consume ${mostConsumed} resources, not ${consumed}; split the stage`;
  }
  if (nodes !== undefined && consumed > 0) {
    yield ".consumes: a stage with nodes consumes no resources; remove one of the two";
  }
  for (const variable of Object.keys(secrets)) {
    if (secretVariable.test(variable)) continue;
    yield `.secrets.${variable}: name the variable with letters, digits and _, not starting with a digit, AWS_ or BATCHLINE_`;
  }
  yield* moreMemoryProblems(stage);
  if (needs.length > mostNeeds) {
    yield `.needs: Batch lets a job depend on ${mostNeeds} others, not on ${needs.length}`;
  }
  if (new Set(needs).size < needs.length) yield ".needs: name each stage once";
  for (const need of needs) {
    if (Object.hasOwn(stages, need)) continue;
    yield `.needs: unknown stage ${JSON.stringify(need)}; the stages are ${Object.keys(stages).join(", ")}`;
  }
}

/** The stages that wait for each other. */
function inCycles(stages: Declaration["stages"]): string[] {
  let left = Object.entries(stages);
  for (;;) {
    const waiting = new Set(left.map(([name]) => name));
    const blocked = left.filter(([, { needs = [] }]) => needs.some((need) => waiting.has(need)));
    if (blocked.length === left.length) return [...waiting];
    left = blocked;
  }
}
