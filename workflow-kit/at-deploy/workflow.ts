import type { Machine } from "@batchline/states";
import type { z } from "zod";
import type { RunInput } from "../../contract/plan.ts";
import type { Schedule } from "../../contract/schedule.ts";
import type { DeployedTenant } from "../../contract/tenants.ts";
import type { Chunking } from "./chunking.ts";
import { checkDeclaration } from "./declaration-checks.ts";
import type { MachineParts, PlannerKind } from "./machine-parts.ts";

/** One stage: what its containers are given and which stages come before it. */
export interface Stage<Name extends string = string> {
  /** CPUs of one container, a whole number from 1 to 192: Batch on EC2 has no fractions. */
  readonly vcpus: number;
  /** Memory of one container in MiB; Batch kills a container that takes more. */
  readonly memoryMiB: number;
  /** How long one attempt at a chunk may take, in seconds, at least 60: see `minutes`. */
  readonly timeout: number;
  /** The stages that must be done with a chunk before this one starts on it. @default none */
  readonly needs?: readonly Name[];
  /** How often a chunk is tried before its stage fails, 1–10. @default 3 */
  readonly attempts?: number;
  /** NVIDIA GPUs of one container, 0–16: with some, the stage goes to the queue "gpu". Not with `nodes`. @default 0 */
  readonly gpus?: number;
  /**
   * Run as a multi-node parallel job of so many nodes, 2–1,000, each with the CPUs and memory above: the stage goes to the
   * queue "on-demand". @default one container a chunk
   */
  readonly nodes?: number;
  /**
   * How much one container holds, while it runs, of what there is only so much of, for example `{ "orders-database": 2 }`
   * connections: a job waits RUNNABLE until there is enough. The stack says how much there is, for all workflows together
   * (`consumableResources`). Not with `nodes`. @default nothing
   */
  readonly consumes?: Readonly<Record<string, number>>;
  /**
   * Variable → the name of the secret that ECS sets it to when a container starts, for example
   * `{ DATABASE_PASSWORD: "orders-database" }`. The stack says which secret of Secrets Manager that is (`secrets`); containers of
   * other stages do not see it. @default none
   */
  readonly secrets?: Readonly<Record<string, string>>;
}

/** A folder of a tenant's data that `batchline run --local` shows after the workflow's run. */
export interface ResultFolder {
  /** What is in it. @example "Images" */
  readonly label: string;
  /**
   * Below the tenant's prefix, ending in `/`: shown when it exists. Or `outputsOfRun`, the folder of the run's outputs: shown when a
   * stage returned a `result`.
   */
  readonly folder: string;
}

/** Stands for the folder of a run's outputs. */
export const outputsOfRun = "<outputs of the run>";

/** A workflow. `P` is the type of a tenant's parameters, `S` the stages' names. */
export interface Workflow<P = unknown, S extends string = string> {
  /** Lower-case letters, digits and dashes, at most 40: resources, jobs and runs are named after it. */
  readonly name: string;
  /**
   * The schema of a tenant's block `workflows.<name>`. Where it is an object, tenants may also have a `schedule` of their own in
   * the block: the key is taken.
   */
  readonly params: z.ZodType<P>;
  /** Adds to a tenant's parameters what follows from the rest of its file; chunks get what this gives. @default nothing */
  completeParams?(params: P, tenant: DeployedTenant): P;
  /** How a tenant's work is cut into chunks. */
  readonly chunks: Chunking<P>;
  /**
   * Where planning runs. A Lambda function starts within a second and may take 15 minutes: enough for millions of chunks whose
   * number is known from the tenants' files. Choose `batch`, a container of the worker's image, where planning has to look at so
   * much of the tenants' data that it takes longer; its start costs a run a minute or more.
   * @default "lambda"
   */
  readonly planner?: PlannerKind;
  readonly stages: Readonly<Record<S, Stage<S>>>;
  /**
   * About how many minutes each stage takes with one chunk of the size that chunks should have, by the tenant's parameters. Only
   * `batchline tenants diff` goes by it, for tenants whose runs it knows nothing of. @default not known
   */
  typicalMinutes?(params: P): Readonly<Record<NoInfer<S>, number>>;
  /**
   * What a change of a tenant's parameters does beside what it says, each in a sentence that starts small: who reviews it is told.
   * @default nothing
   */
  consequences?(before: P, after: P): readonly string[];
  /** For every tenant that has no schedule of its own in its block. @default runs only when started by hand */
  readonly schedule?: Schedule;
  /**
   * Its share of each queue that it uses: a workflow of 2 gets twice the vCPUs of one of 1 while both have jobs waiting.
   * 0.01–10,000. @default 1
   */
  readonly share?: number;
  /** Where people find the results of a local run. @default nothing is shown */
  readonly results?: readonly ResultFolder[];
  /** Describes the state machine. */
  machine(m: Machine<RunInput>, parts: MachineParts<S>): void;
}

/** A workflow as its author declares it: a stage's needs are checked against the stages there are. */
export interface WorkflowDeclaration<P, S extends string> extends Omit<Workflow<P, S>, "stages"> {
  readonly stages: Readonly<Record<S, Stage<NoInfer<S>>>>;
}

/**
 * Declares a workflow.
 *
 * @throws {InvalidWorkflowError} with everything that is wrong with it at once.
 */
export function workflow<P, S extends string>(declaration: WorkflowDeclaration<P, S>): Workflow<P, S> {
  checkDeclaration(declaration);
  return declaration;
}

/** `count` minutes in seconds. */
export const minutes = (count: number): number => count * 60;

/** `count` hours in seconds. */
export const hours = (count: number): number => count * 3600;
