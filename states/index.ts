/**
 * The authoring half of the builder: enough to declare machines, light enough to be imported anywhere. What turns a declaration
 * into a checked definition is in `build.ts`.
 */
export {
  conditional,
  hash,
  keys,
  merge,
  now,
  parse,
  rawJsonata,
  stringify,
  text,
  token,
  typed,
  uuid,
  value,
} from "./expression/functions.ts";
export type { AnyValue, Evaluated, EvaluatesTo, Expr, Omittable, Value } from "./expression/types.ts";
export type { SubmitJobArguments, SubmittedJob } from "./integrations/batch.ts";
export type { BatchChainOptions, ChainOutcome, ChainStage, ChainStages } from "./integrations/batch-chain.ts";
export type { Attributes, AttributeValue } from "./integrations/dynamodb.ts";
export { type StateMachine, stateMachine } from "./integrations/executions.ts";
export { type LambdaFunction, lambdaFunction } from "./integrations/lambda.ts";
export {
  type CsvFile,
  csvRows,
  jsonItems,
  jsonLines,
  type S3File,
  type S3Object,
  type S3Prefix,
  s3Objects,
} from "./integrations/s3-items.ts";
export type { AttemptOptions, CaughtError } from "./machine/attempt.ts";
export type { Block } from "./machine/block.ts";
export type { Context } from "./machine/context.ts";
export type { DistributedMapOptions, ResultWriter, WrittenResults } from "./machine/distributed-map.ts";
export {
  type Batch,
  type BatchOptions,
  type ItemSource,
  type Items,
  itemsOf,
} from "./machine/item-source.ts";
export { type Machine, type MachineDeclaration, type MachineOptions, machine } from "./machine/machine.ts";
export type { MapOptions } from "./machine/map.ts";
export type { MutableVariable } from "./machine/mutable-variable.ts";
export type { Ended } from "./machine/result.ts";
export type { ErrorName, Retrier } from "./machine/retry.ts";
export type { Allowance, AnyTask, TaskOptions } from "./machine/task.ts";
export type { WaitFor } from "./machine/wait.ts";
