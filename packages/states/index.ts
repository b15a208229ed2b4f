/** Declares machines. It is light enough to be imported anywhere. `build.ts` turns a declaration into a checked definition. */

export type { Block } from "./authoring/block.ts";
export { type Machine, type MachineDeclaration, type MachineOptions, machine } from "./authoring/machine.ts";
export type { AttemptOptions, CaughtError } from "./core/attempt.ts";
export type { Context } from "./core/context.ts";
export type { DistributedMapOptions, ResultWriter, WrittenResults } from "./core/distributed-map.ts";
export {
  type Batch,
  type BatchOptions,
  type ItemSource,
  type Items,
  itemsOf,
} from "./core/item-source.ts";
export type { MapOptions } from "./core/map.ts";
export type { MutableVariable } from "./core/mutable-variable.ts";
export type { Ended } from "./core/result.ts";
export type { ErrorName, Retrier } from "./core/retry.ts";
export type { WaitFor } from "./core/simple-states.ts";
export type { Allowance, AnyTask, TaskOptions } from "./core/task.ts";
export * from "./expression/authors-functions.ts";
export type { AnyValue, Evaluated, EvaluatesTo, Expr, Omittable, Value } from "./expression/types.ts";
export type { SubmitJobArguments, SubmittedJob } from "./services/batch/batch.ts";
export type {
  BatchChainOptions,
  ChainOutcome,
  ChainStage,
  ChainStages,
} from "./services/batch/chain.ts";
export type { MultiNodeJob, MultiNodeOutcome } from "./services/batch/multi-node-job.ts";
export type { Attributes, AttributeValue } from "./services/dynamodb/dynamodb.ts";
export { type LambdaFunction, lambdaFunction } from "./services/lambda/lambda.ts";
export * from "./services/s3/s3-items.ts";
export { type StateMachine, stateMachine } from "./services/step-functions/executions.ts";
