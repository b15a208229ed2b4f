export { checkDefinition, parseDefinition, problemsIn } from "./check.ts";
export { type DefinitionCode, errorCodes } from "./error-codes.ts";
export { variableReferences } from "./expressions.ts";
export {
  type DefinitionProblem,
  InvalidDefinitionError,
  isWarning,
  problemText,
} from "./invalid-definition-error.ts";
export { isObject, type Json, type JsonObject, nestsDeeper, type Template } from "./json.ts";
export { expressionIn } from "./jsonata.ts";
export { isJsonataFunction, type StepFunctionsFunction } from "./jsonata-functions.ts";
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
export type * from "./schema.ts";
export { allStates, isDistributed, type Located } from "./walk.ts";
