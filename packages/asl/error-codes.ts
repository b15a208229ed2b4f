import type { ErrorCodes } from "@batchline/diagnostics";

/** AWS's own name for the kind of problem, as ValidateStateMachineDefinition reports it. */
interface Diagnostic {
  readonly aws: string;
}

/** Every problem of a definition in the Amazon States Language. */
export const errorCodes = {
  "BL-L001": {
    aws: "INVALID_JSON_DESCRIPTION",
    means: "The definition is not JSON.",
    fix: "Correct the JSON at the position in the message.",
  },
  "BL-L002": {
    aws: "SCHEMA_VALIDATION_FAILED",
    means: "A field is missing, unknown, or has a value that the language does not allow.",
    fix: "Correct the field at the path in the message.",
  },
  "BL-L003": {
    aws: "SCHEMA_VALIDATION_FAILED",
    means: "The definition is larger than 1 MiB.",
    fix: "Move parts of it to a state machine of their own.",
  },
  "BL-L004": {
    aws: "SCHEMA_VALIDATION_FAILED",
    means: "A state uses JSONPath. This project runs and checks JSONata only.",
    fix: 'Set "QueryLanguage": "JSONata" on the state machine; use Arguments, Output, Assign and expressions.',
  },
  "BL-L005": {
    aws: "DUPLICATE_STATE_NAME",
    means: "Two states of one machine have the same name.",
    fix: "Rename one: names are unique in the whole machine, in Maps and branches too.",
  },
  "BL-L006": {
    aws: "MISSING_TRANSITION_TARGET",
    means: "A transition leads to a state that does not exist, or no transition leads to a state.",
    fix: "Correct the name, or remove the state.",
  },
  "BL-L007": {
    aws: "MISSING_END_STATE",
    means:
      "The states of a machine, an iteration or a branch only lead to one another: none of them ends it.",
    fix: "Add a Succeed or Fail state, or End to one of the states.",
  },
  "BL-L008": {
    aws: "SCHEMA_VALIDATION_FAILED",
    means: "States.ALL is not alone in its ErrorEquals, or not in the last Retry or Catch.",
    fix: "Put States.ALL into an entry of its own, at the end.",
  },
  "BL-L009": {
    aws: "INVALID_JSONATA_EXPRESSION",
    means: "An expression is not JSONata 2.0.6, the version that Step Functions runs.",
    fix: "Correct the expression. Write a ? b : c instead of the operators ?? and ?: of later versions.",
  },
  "BL-L010": {
    aws: "UNSUPPORTED_JSONATA_EXPRESSION",
    means:
      "An expression reads something that is not there, such as a bare name, $, $$ or a field of $states.",
    fix: "Start from $states.input, $states.context or a variable. Only a Catch has $states.errorOutput.",
  },
  "BL-L011": {
    aws: "SCHEMA_VALIDATION_FAILED",
    means: "A variable's name is reserved, or is not a Unicode identifier of at most 80 characters.",
    fix: "Rename the variable.",
  },
  "BL-L012": {
    aws: "DUPLICATE_VARIABLE_NAME",
    means:
      "A state in a Map or Parallel assigns a variable of the machine around it, which it can only read.",
    fix: "Rename the inner variable, or return the value in the state's output.",
  },
  "BL-L013": {
    aws: "POSSIBLY_UNDEFINED_VARIABLE",
    means: "An expression reads a variable or calls a function that nothing defines. AWS only warns.",
    fix: "Assign the variable. Step Functions has JSONata 2.0.6 without $eval, and functions of its own.",
  },
  "BL-L014": {
    aws: "INVALID_RESOURCE",
    means: "A Task's resource cannot be called here.",
    fix: "Use one of the resources in the message.",
  },
} as const satisfies ErrorCodes & Readonly<Record<string, Diagnostic>>;

/** Stable code of a problem in a definition. */
export type DefinitionCode = keyof typeof errorCodes;
