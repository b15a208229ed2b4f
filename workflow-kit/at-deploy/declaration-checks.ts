import { secretVariable } from "@batchline/aws-facts";
import { CodedError } from "@batchline/diagnostics";
import * as z from "zod";
import { cronProblems } from "./cron.ts";
import type { Stage, Workflow } from "./declaration.ts";
import type { WorkflowErrorCode } from "./error-codes.ts";
import { timeZoneProblem } from "./known-time-zones.ts";
import { defaultShare } from "./stage-queue.ts";

/** A declaration that cannot run. The message has one line for each problem. */
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

/**
 * The least and the most of a stage's numbers, all whole. AWS Batch has fractions of vCPUs on Fargate only.
 * https://docs.aws.amazon.com/batch/latest/APIReference/API_ResourceRequirement.html and API_NodeProperties.html
 */
export const stageLimits = {
  vcpus: { least: 1, most: 192 },
  memoryMiB: { least: 4, most: 1_572_864 },
  /** Seconds. */
  timeout: { least: 60, most: 14 * 86_400 },
  attempts: { least: 1, most: 10 },
  gpus: { least: 0, most: 16 },
  nodes: { least: 2, most: 1_000 },
} as const;

/** How many jobs a job may depend on. https://docs.aws.amazon.com/batch/latest/APIReference/API_SubmitJob.html */
const mostNeeds = 20;

/** What a message adds to a limit. */
const hints: Record<keyof typeof stageLimits, string> = {
  vcpus: "; Batch has fractions on Fargate only",
  memoryMiB: "",
  timeout: ", in seconds; use minutes(…)",
  attempts: "",
  gpus: "",
  nodes: "; remove it for one container for each chunk",
};

type Declaration = Pick<Workflow, "name" | "params" | "stages" | "schedule" | "share">;

/** @throws {InvalidWorkflowError} BL-W001 when AWS does not take the name, a stage, the schedule or the share. */
export function checkDeclaration(declaration: Declaration): void {
  const problems = [
    ...nameProblems(declaration.name),
    ...stagesProblems(declaration.stages),
    ...scheduleProblems(declaration.schedule),
    ...paramsProblems(declaration.params),
    ...shareProblems(declaration.share),
  ];
  if (problems.length > 0) throw new InvalidWorkflowError(declaration.name, problems);
}

/** What is wrong with a workflow's name; empty when it is right. */
export function nameProblems(name: string): string[] {
  return /^[a-z][a-z0-9-]{0,39}$/.test(name)
    ? []
    : ["name: use 1–40 lower-case letters, digits and dashes, starting with a letter"];
}

function stagesProblems(stages: Declaration["stages"]): string[] {
  const entries = Object.entries(stages);
  if (entries.length === 0) return ["stages: declare at least one stage"];
  return [
    ...entries.flatMap(([name, stage]) =>
      [...stageProblems(name, stage), ...needsProblems(stage, stages)].map(
        (problem) => `stages.${name}${problem}`,
      ),
    ),
    ...cycleProblems(stages),
  ];
}

/** Each begins with the field or, for the name, with a colon. */
function stageProblems(name: string, stage: Stage): string[] {
  const { gpus = 0, nodes, consumes = {}, secrets = {} } = stage;
  const problems: string[] = [];
  const demand = (right: boolean, problem: string) => {
    if (!right) problems.push(problem);
  };
  demand(
    /^[a-z][a-z0-9-]{0,29}$/.test(name),
    ": name it with 1–30 lower-case letters, digits and dashes, starting with a letter",
  );
  for (const [field, { least, most }] of Object.entries(stageLimits)) {
    const value = stage[field as keyof typeof stageLimits];
    demand(
      value === undefined || (Number.isInteger(value) && value >= least && value <= most),
      `.${field}: ${value} is not a whole number from ${least} to ${most}${hints[field as keyof typeof stageLimits]}`,
    );
  }
  demand(
    nodes === undefined || gpus === 0,
    ".nodes: a stage has nodes or gpus, not both, as its queue's instances lack GPUs; remove one",
  );
  for (const [resource, quantity] of Object.entries(consumes)) {
    demand(
      Number.isInteger(quantity) && quantity >= 1,
      `.consumes.${resource}: ${quantity} is not a whole number of at least 1; remove it to consume nothing`,
    );
  }
  demand(
    nodes === undefined || Object.keys(consumes).length === 0,
    ".consumes: a stage with nodes consumes no resources; remove one of the two",
  );
  for (const variable of Object.keys(secrets)) {
    demand(
      secretVariable.test(variable),
      `.secrets.${variable}: name the variable with letters, digits and _, not starting with a digit, AWS_ or BATCHLINE_`,
    );
  }
  return problems;
}

function needsProblems({ needs = [] }: Stage, stages: Declaration["stages"]): string[] {
  const unknown = needs.filter((need) => !Object.hasOwn(stages, need));
  return [
    ...(needs.length > mostNeeds
      ? [`.needs: Batch lets a job depend on ${mostNeeds} others, not on ${needs.length}`]
      : []),
    ...(new Set(needs).size < needs.length ? [".needs: name each stage once"] : []),
    ...unknown.map(
      (need) =>
        `.needs: unknown stage ${JSON.stringify(need)}; the stages are ${Object.keys(stages).join(", ")}`,
    ),
  ];
}

function cycleProblems(stages: Declaration["stages"]): string[] {
  let left = Object.entries(stages);
  for (;;) {
    const waiting = new Set(left.map(([name]) => name));
    const blocked = left.filter(([, { needs = [] }]) => needs.some((need) => waiting.has(need)));
    if (blocked.length === left.length) break;
    left = blocked;
  }
  const names = left.map(([name]) => name).join(", ");
  return left.length === 0 ? [] : [`stages: ${names} wait for each other, so none can start`];
}

function scheduleProblems(schedule: Declaration["schedule"]): string[] {
  if (schedule === undefined) return [];
  const zone = timeZoneProblem(schedule.timezone);
  return [
    ...cronProblems(schedule.cron).map((problem) => `schedule.cron: ${problem}`),
    ...(zone === undefined ? [] : [`schedule.timezone: ${zone}`]),
  ];
}

/** Every block of a tenant's file may have a schedule of the tenant's own. */
function paramsProblems(params: Declaration["params"]): string[] {
  return params instanceof z.ZodObject && Object.hasOwn(params.shape, "schedule")
    ? ["params.schedule: tenants' own schedules use this key; give the parameter another name"]
    : [];
}

/** AWS Batch's weights of shares, inverted. https://docs.aws.amazon.com/batch/latest/APIReference/API_ShareAttributes.html */
function shareProblems(share = defaultShare): string[] {
  return share >= 0.01 && share <= 10_000 ? [] : [`share: ${share} is not a number from 0.01 to 10000`];
}
