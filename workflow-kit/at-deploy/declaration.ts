import type { Machine } from "@batchline/states";
import type { z } from "zod";
import type { RunInput } from "../../contract/plan.ts";
import type { Schedule } from "../../contract/schedule.ts";
import type { DeployedTenant } from "../../contract/tenants.ts";
import type { Chunking } from "./chunking.ts";
import type { AfterRun } from "./closed-run.ts";
import type { MachineParts, PlannerKind } from "./machine-parts.ts";
import type { NoticeTemplates } from "./notices/notice.ts";

/** A stage: the size of its containers, its limits, and the stages before it. */
export interface Stage<Name extends string = string> {
  /** vCPUs of one container, whole, 1–192. @example 2 */
  readonly vcpus: number;
  /** Memory of one container in MiB. Batch kills a container that uses more. @example 4096 */
  readonly memoryMiB: number;
  /** Time limit of one attempt at a chunk, in seconds, from 60 to 82,800, when the run itself times out; see `minutes`. @example minutes(30) */
  readonly timeout: number;
  /** The stages that must finish a chunk before this one starts it. @default none */
  readonly needs?: readonly Name[];
  /** Failures after which a chunk is given up, 1–10. Reclaims of Spot instances do not count. @default 3 @example 5 */
  readonly attempts?: number;
  /** What is tried again in another way than before. Not with `nodes`. @default nothing */
  readonly retry?: { readonly outOfMemory: MoreMemory };
  /** NVIDIA GPUs of one container, 0–16. A stage with GPUs runs on the queue "gpu". Not with `nodes`. @default 0 @example 1 */
  readonly gpus?: number;
  /** Nodes of a multi-node parallel job, 2–1,000, on the queue "on-demand". @default one container for each chunk @example 4 */
  readonly nodes?: number;
  /** Units of the stack's `consumableResources` that a container holds while it runs, of five at most. Not with `nodes`. @default none */
  readonly consumes?: Readonly<Record<string, number>>;
  /** Environment variable → a name in the stack's `secrets`. ECS sets it when a container starts. @default none @example { DATABASE_PASSWORD: "orders-password" } */
  readonly secrets?: Readonly<Record<string, string>>;
}

/**
 * A container that ran out of memory ends its job at once. When all jobs of the run have ended, the run submits these chunks again with more
 * memory. What a chunk has finished is not done again. @example { times: 2, memory: "x2", mostMiB: 16384 }
 */
export interface MoreMemory {
  /** How often a chunk gets more, 1–4. */
  readonly times: number;
  /** How much more than before: a factor above 1, up to 10. @example "x1.5" */
  readonly memory: `x${number}`;
  /** The most memory of a container in MiB. An instance of the stage's queue must hold it. */
  readonly mostMiB: number;
}

/** A folder of a tenant's data that `batchline run --local` shows after the workflow's run. */
export interface ResultFolder {
  /** A word for its content. @example "Images" */
  readonly label: string;
  /** Below the tenant's prefix, ending in `/`; or `outputsOfRun`, shown when a stage returned a `result`. */
  readonly folder: string;
}

/** Stands for the folder of a run's outputs. */
export const outputsOfRun = "<outputs of the run>";

/** A workflow. `P` is the type of a tenant's parameters, `S` the names of the stages. */
export interface Workflow<P = unknown, S extends string = string> {
  /** At most 40 lower-case letters, digits and dashes. Resources, jobs and runs are named after it. */
  readonly name: string;
  /** The schema of a tenant's block `workflows.<name>`, without the key `schedule`, where tenants may have their own. */
  readonly params: z.ZodType<P>;
  /** Completes a tenant's parameters from the rest of its file. Chunks get the result. @default the parameters alone */
  completeParams?(params: P, tenant: DeployedTenant): P;
  /** Cuts a tenant's work into chunks: `perTenant`, `perSourceRun`, `perItems`. */
  readonly chunks: Chunking<P>;
  /** Where planning runs. "batch", a container, is for lists that take a Lambda function over 15 minutes. @default "lambda" */
  readonly planner?: PlannerKind;
  readonly stages: Readonly<Record<S, Stage<S>>>;
  /** Minutes of each stage for a full chunk, for `batchline tenants diff` without a measured run. @default unknown */
  typicalMinutes?(params: P): Readonly<Record<NoInfer<S>, number>>;
  /** Side effects of a change, sentences in lower case, for reviewers of `batchline tenants diff`. @default none */
  consequences?(before: P, after: P): readonly string[];
  /** For every tenant that has no schedule of its own in its block. @default runs only when started by hand */
  readonly schedule?: Schedule;
  /** Its share of each queue, 0.01–5,000: share 2 gets twice the vCPUs of share 1 while both wait. @default 1 */
  readonly share?: number;
  /** Where people find the results of a local run. @default nothing is shown */
  readonly results?: readonly ResultFolder[];
  /** Its own texts of notices, usually in `notices.ts` of its folder. @default the standard texts */
  readonly notices?: NoticeTemplates;
  /**
   * Describes what follows each run that was closed, succeeded or not: states that start another workflow, a Glue job or an event. If one of
   * them fails, the execution does, and the run stays as it was closed. A run without chunks is not closed. @default nothing
   * @example afterRun: (next, run) => startWorkflow(next, "sitemap", { tenants: run.succeededTenants })
   */
  readonly afterRun?: AfterRun;
  /** Describes the state machine. */
  machine(m: Machine<RunInput>, parts: MachineParts<S>): void;
}
