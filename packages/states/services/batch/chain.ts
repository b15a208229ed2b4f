import type { MutableVariable } from "../../core/mutable-variable.ts";
import type { Value } from "../../expression/types.ts";
import type { RetryStrategy } from "./batch.ts";
import type { Consumption } from "./consumption.ts";

/** One stage of a chain. */
export interface ChainStage<Name extends string = string> {
  /** ARN with revision. */
  readonly jobDefinition: Value<string>;
  /** ARN. The stages of one chain may use several queues. @default the chain's queue */
  readonly jobQueue?: Value<string>;
  /** The stages that must end before. With a size above 1, each element waits for its own only. @default none */
  readonly needs?: readonly Name[];
  /** The consumable resources that each element occupies while it runs. @default the resources of the job definition */
  readonly consumes?: readonly Consumption[];
  /** @default the job definition's */
  readonly retryStrategy?: RetryStrategy;
}

/** The stages of a chain. `Need` is the stage names allowed in `needs`. */
export type ChainStages<Name extends string = string, Need extends string = Name> = Readonly<
  Record<Name, ChainStage<Need>>
>;

export interface BatchChainOptions {
  /** ARN of the queue for stages without a queue of their own. */
  readonly jobQueue: Value<string>;
  /** The share of the queue that the jobs count against: letters and digits. Queues with fair shares require it. @default none */
  readonly shareIdentifier?: Value<string>;
  /** The elements of each job, 0–10,000. 0 submits nothing. 1 submits plain jobs, because Batch rejects arrays of 1. */
  readonly size: Value<number>;
  /** The start of the jobs' names; the stage follows. Illegal characters become `-`. @default the execution's name */
  readonly jobName?: Value<string>;
  /** Environment variables for all stages. They add to the job definitions' variables. @default none */
  readonly environment?: Readonly<Record<string, Value<string>>>;
  /** Stage → the memory of its containers in MiB. @default the job definitions' */
  readonly memoryMiB?: Readonly<Record<string, Value<number>>>;
}

/** The outcome of a chain. */
export interface ChainOutcome<Name extends string = string> {
  /** Stage → job id, for each submitted job. */
  readonly jobs: { readonly [N in Name]?: string };
  /** The first failure; null when all stages succeeded. */
  readonly error: { readonly error: string; readonly cause: string } | null;
}

/** Stage → job id. */
export type Jobs = Readonly<Record<string, string>>;

/** A chain while its states are recorded. */
export interface Chain {
  readonly name: string;
  readonly stages: ChainStages;
  /** The stages' names, each after those it needs. */
  readonly order: readonly string[];
  /** The stages that no other needs, in the same order. When they have ended, all have. */
  readonly sinks: readonly string[];
  readonly options: BatchChainOptions;
  /** The jobs submitted so far. */
  readonly jobs: MutableVariable<Jobs>;
  /** The start of job names. */
  readonly prefix: MutableVariable<string>;
}
