import { secretVariable } from "@batchline/aws-facts";
import * as z from "zod";
import { cronProblems } from "./cron.ts";
import { timeZoneProblem } from "./known-time-zones.ts";
import { defaultShare } from "./stage-queue.ts";
import type { Workflow } from "./workflow.ts";

/** Thrown when a workflow is declared that cannot run: one line for each thing that is wrong. */
export class InvalidWorkflowError extends Error {
  readonly workflow: string;
  /** What is wrong, each with its field. */
  readonly problems: readonly string[];

  constructor(workflow: string, problems: readonly string[]) {
    super(problems.map((problem) => `workflow ${JSON.stringify(workflow)}: ${problem}`).join("\n"));
    this.name = "InvalidWorkflowError";
    this.workflow = workflow;
    this.problems = problems;
  }
}

type Declaration = Pick<Workflow, "name" | "params" | "stages" | "schedule" | "share">;

/** @throws {InvalidWorkflowError} when the name, a stage, the schedule or the share is not one that AWS takes. */
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

function nameProblems(name: string): string[] {
  return /^[a-z][a-z0-9-]{0,39}$/.test(name)
    ? []
    : ["name: use 1–40 lower-case letters, digits and dashes, starting with a letter"];
}

function stagesProblems(stages: Declaration["stages"]): string[] {
  const names = Object.keys(stages);
  if (names.length === 0) return ["stages: declare at least one stage"];
  return [...names.flatMap((name) => stageProblems(name, stages)), ...cycleProblems(stages)];
}

function stageProblems(name: string, stages: Declaration["stages"]): string[] {
  const stage = stages[name];
  if (stage === undefined) return [];
  const { vcpus, memoryMiB, timeout, needs = [], attempts = 1, gpus = 0, nodes, consumes = {} } = stage;
  const problems: string[] = [];
  const refuseUnless = (right: boolean, field: string, message: string) => {
    if (!right) problems.push(`stages.${name}${field}: ${message}`);
  };
  refuseUnless(
    /^[a-z][a-z0-9-]{0,29}$/.test(name),
    "",
    "name it with 1–30 lower-case letters, digits and dashes, starting with a letter",
  );
  // https://docs.aws.amazon.com/batch/latest/APIReference/API_ResourceRequirement.html
  refuseUnless(
    Number.isInteger(vcpus) && vcpus >= 1 && vcpus <= 192,
    ".vcpus",
    `${vcpus} is not a whole number of CPUs from 1 to 192; Batch has fractions on Fargate only`,
  );
  refuseUnless(
    Number.isInteger(memoryMiB) && memoryMiB >= 4,
    ".memoryMiB",
    `${memoryMiB} is not a whole number of at least 4`,
  );
  refuseUnless(
    Number.isInteger(timeout) && timeout >= 60,
    ".timeout",
    `${timeout} s is not a whole number of at least 60 s, the least that Batch takes; use minutes(…)`,
  );
  refuseUnless(
    Number.isInteger(attempts) && attempts >= 1 && attempts <= 10,
    ".attempts",
    `${attempts} is not 1–10`,
  );
  refuseUnless(
    Number.isInteger(gpus) && gpus >= 0 && gpus <= 16,
    ".gpus",
    `${gpus} is not a whole number of GPUs from 0 to 16`,
  );
  // https://docs.aws.amazon.com/batch/latest/APIReference/API_NodeProperties.html
  refuseUnless(
    nodes === undefined || (Number.isInteger(nodes) && nodes >= 2 && nodes <= 1_000),
    ".nodes",
    `${nodes} is not a whole number of nodes from 2 to 1000; leave it out for one container a chunk`,
  );
  refuseUnless(
    nodes === undefined || gpus === 0,
    ".nodes",
    "a stage has nodes or gpus, not both: its queue's instances have no GPUs; remove one",
  );
  for (const [resource, quantity] of Object.entries(consumes)) {
    refuseUnless(
      Number.isInteger(quantity) && quantity >= 1,
      `.consumes.${resource}`,
      `${quantity} is not a whole number of at least 1; leave it out to take none`,
    );
  }
  refuseUnless(
    nodes === undefined || Object.keys(consumes).length === 0,
    ".consumes",
    "a stage with nodes takes no consumable resources; remove one of the two",
  );
  for (const variable of Object.keys(stage.secrets ?? {})) {
    refuseUnless(
      secretVariable.test(variable),
      `.secrets.${variable}`,
      "name the variable with letters, digits and _, not starting with a digit, AWS_ or BATCHLINE_",
    );
  }
  refuseUnless(needs.length <= 20, ".needs", `Batch lets a job depend on 20 others, not on ${needs.length}`);
  refuseUnless(new Set(needs).size === needs.length, ".needs", "each stage once");
  for (const need of needs) {
    refuseUnless(
      Object.hasOwn(stages, need),
      ".needs",
      `there is no stage ${JSON.stringify(need)}; there are ${Object.keys(stages).join(", ")}`,
    );
  }
  return problems;
}

function cycleProblems(stages: Declaration["stages"]): string[] {
  const done = new Set<string>();
  const needsOf = (name: string) => (stages[name]?.needs ?? []).filter((need) => Object.hasOwn(stages, need));
  let left = Object.keys(stages);
  for (;;) {
    const ready = left.filter((name) => needsOf(name).every((need) => done.has(need)));
    if (ready.length === 0) break;
    for (const name of ready) done.add(name);
    left = left.filter((name) => !done.has(name));
  }
  return left.length === 0 ? [] : [`stages: ${left.join(", ")} wait for each other, so that none can start`];
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
  if (!(params instanceof z.ZodObject) || !Object.hasOwn(params.shape, "schedule")) return [];
  return [
    "params.schedule: the key is taken, for the schedule of a tenant's own; give the parameter another name",
  ];
}

/** AWS Batch's weights of shares, seen from the other side. https://docs.aws.amazon.com/batch/latest/APIReference/API_ShareAttributes.html */
function shareProblems(share = defaultShare): string[] {
  return share >= 0.01 && share <= 10_000 ? [] : [`share: ${share} is not a number from 0.01 to 10000`];
}
