export { expressionIn } from "./expressions.ts";
export { InvalidDefinition } from "./invalid-definition.ts";
export { isObject, type Json, type JsonObject } from "./json.ts";
export { parseDefinition } from "./parse.ts";
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
  Template,
  WaitState,
} from "./types.ts";
export { allStates, isDistributed, type Located } from "./walk.ts";
