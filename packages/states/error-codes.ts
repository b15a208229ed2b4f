import type { ErrorCodes } from "@batchline/diagnostics";

/** The errors of the builder. `name` is the name of the thrown error. */
export const errorCodes = {
  "BL-S001": {
    name: "DuplicateStateName",
    means: "Two states of one machine have the same name.",
    fix: "Give one of them another name: names are unique over the whole machine, also inside maps and branches.",
  },
  "BL-S002": {
    name: "InvalidStateName",
    means: "A state's name is empty, is longer than 80 characters, has control characters, or is States.",
    fix: "Give it another name, of 1–80 characters.",
  },
  "BL-S003": {
    name: "UnreachableState",
    means: "A state comes after its block has ended in Succeed or Fail.",
    fix: "Remove it, or move it before the state that ends the block.",
  },
  "BL-S004": {
    name: "VariableNotVisible",
    means:
      "An expression uses a value of a map, a parallel branch or another machine that the state is not in.",
    fix: "Return the value from that block and use the result of the map or parallel.",
  },
  "BL-S005": {
    name: "VariableMaybeUnassigned",
    means: "An expression uses a value that is not set on every path to this state.",
    fix: "Return the value from every branch, or use it inside the branch that sets it.",
  },
  "BL-S006": {
    name: "WrongBlock",
    means: "A state was added to a block that is not the one being described.",
    fix: "Use the block that the callback receives.",
  },
  "BL-S007": {
    name: "InvalidJsonata",
    means: "An expression is not valid JSONata.",
    fix: "Correct the expression.",
  },
  "BL-S008": {
    name: "UnknownJsonataFunction",
    means:
      "An expression calls an unknown function, or reads something undefined: a variable, a bare name, $ or a field of $states.",
    fix: "Step Functions has JSONata 2.0.6 without $eval, and $partition, $range, $hash, $random, $uuid and $parse.",
  },
  "BL-S009": {
    name: "InvalidAsl",
    means: "The machine is not valid Amazon States Language.",
    fix: "Correct the state's options.",
  },
  "BL-S010": {
    name: "LimitExceeded",
    means: "The machine exceeds a limit of Step Functions or of a service that it calls.",
    fix: "Make it smaller.",
  },
  "BL-S011": {
    name: "UnknownArgument",
    means: "A task has an argument that its service does not have.",
    fix: "Correct the argument's name.",
  },
  "BL-S012": {
    name: "MissingArgument",
    means: "A task lacks an argument that its service requires.",
    fix: "Add the argument.",
  },
  "BL-S013": {
    name: "InvalidLiteral",
    means: "A value is not JSON: it is a function, a Date, NaN, a bigint, a class instance or a cycle.",
    fix: "Use null, booleans, finite numbers, strings, arrays, plain objects and expressions.",
  },
  "BL-S014": {
    name: "ExpressionUsedAsValue",
    means: "JavaScript tried to use an expression as if the machine had already run.",
    fix: "Use text`…` for strings and the expression's own methods for everything else.",
  },
  "BL-S015": {
    name: "UnknownOperation",
    means: "A method is called that is not an operation of expressions.",
    fix: "See the operations in docs/states-reference.md.",
  },
  "BL-S016": {
    name: "InvalidToken",
    means: "A token has an invalid name, or its value is missing, unknown or not allowed.",
    fix: "Give each token of the machine one non-empty string.",
  },
  "BL-S017": {
    name: "InvalidChain",
    means: "A chain of Batch jobs has no stages, needs a stage that it does not have, or needs itself.",
    fix: "Correct the stages' needs.",
  },
  "BL-S018": {
    name: "NothingToCatch",
    means: "The block of an attempt has no state whose failure can be caught.",
    fix: "Only tasks, maps, parallels and fail can be caught; remove the attempt.",
  },
  "BL-S019": {
    name: "EmptyMachine",
    means: "A machine has no states, or a parallel has no branches.",
    fix: "Add a state or a branch.",
  },
  "BL-S020": {
    name: "PermissionUnknown",
    means: "A task's target is known only at run time, or the machine's own ARN is missing.",
    fix: "Use a token or a literal ARN for the target.",
  },
  "BL-S021": {
    name: "OutsideDistributedMap",
    means: "A state in a distributed map uses a value from outside of the map.",
    fix: "Put the value into the items with select, or into the input of batched.",
  },
  "BL-S022": {
    name: "NotInExpress",
    means: "A map with express executions has a task that waits by .sync or for a task token.",
    fix: "Use executionType STANDARD, or do not wait.",
  },
  "BL-S023": {
    name: "UnknownErrorName",
    means: "A retry or a catch names an unknown error that begins with States.",
    fix: "Use a name from the type ErrorName.",
  },
  "BL-S024": {
    name: "ErrorKnownTooLate",
    means: "A fail in an attempt that catches only some errors has a name that is known only at run time.",
    fix: "Give the fail a literal error, or let the attempt catch all errors.",
  },
  "BL-S025": {
    name: "TaskTokenUnused",
    means: "A task waits for its task token but does not pass it on, so it waits until it times out.",
    fix: "Put the token into the task's arguments.",
  },
} as const satisfies ErrorCodes;

/** The stable code of a builder error. */
export type ErrorCode = keyof typeof errorCodes;
