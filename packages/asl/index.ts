export { checkDefinition, parseDefinition } from "./check.ts";
export { type DefinitionCode, errorCodes } from "./error-codes.ts";
export {
  type DefinitionProblem,
  InvalidDefinitionError,
  isWarning,
  problemText,
} from "./invalid-definition-error.ts";
export { isObject, type Json, type JsonObject } from "./json.ts";
export { expressionIn, isJsonataFunction, type StepFunctionsFunction } from "./jsonata.ts";
export { labelPattern, limits } from "./limits.ts";
export {
  errorsOf,
  everyState,
  type Fields,
  type OutlinedBlock,
  type OutlinedState,
  outline,
  type Transition,
} from "./outline.ts";
export type {
  Block,
  ChoiceState,
  FailState,
  ItemProcessor,
  ItemReader,
  Leaving,
  MapState,
  ParallelState,
  PassState,
  ReaderConfig,
  ResultWriter,
  Retrier,
  State,
  StateMachineDefinition,
  StateType,
  SucceedState,
  TaskState,
  WaitState,
} from "./schema.ts";
export type { Template } from "./template.ts";
export { allStates, isDistributed, type Located } from "./walk.ts";
