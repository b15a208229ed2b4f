/** Every error of the builder: a stable code, a name, what it means, and how to mend it in general. */
export const registry = {
  "BL-S001": {
    name: "DuplicateStateName",
    means: "Two states of one machine have the same name.",
    mend: "Give one of them another name: names are unique over the whole machine, also inside maps and branches.",
  },
  "BL-S002": {
    name: "InvalidStateName",
    means: "A state's name is empty, longer than 80 characters, has control characters, or is States.",
    mend: "Give it another name, of 1–80 characters.",
  },
  "BL-S003": {
    name: "UnreachableState",
    means: "A state comes after its block has ended in Succeed or Fail.",
    mend: "Remove it, or move it before the state that ends the block.",
  },
  "BL-S004": {
    name: "VariableNotVisible",
    means: "An expression uses a value that was made inside a map, a parallel branch or another machine.",
    mend: "Return the value from that block and use what the map or parallel gives.",
  },
  "BL-S005": {
    name: "VariableMaybeUnassigned",
    means: "An expression uses a value that not every way to this state has assigned.",
    mend: "Return the value from every branch, or use it inside the branch that makes it.",
  },
  "BL-S006": {
    name: "WrongBlock",
    means: "A state was added to a block that is not the one being described.",
    mend: "Use the block that the callback was given.",
  },
  "BL-S007": {
    name: "InvalidJsonata",
    means: "An expression is not valid JSONata.",
    mend: "Correct the expression.",
  },
  "BL-S008": {
    name: "UnknownJsonataFunction",
    means:
      "An expression calls a function that Step Functions does not have, or reads a variable that nobody assigns.",
    mend: "Step Functions has JSONata 2.0.6 without $eval, and $partition, $range, $hash, $random, $uuid and $parse.",
  },
  "BL-S009": {
    name: "InvalidAsl",
    means: "The machine is not valid Amazon States Language.",
    mend: "Correct the state's options.",
  },
  "BL-S010": {
    name: "LimitExceeded",
    means: "The machine passes a limit of Step Functions or of the service it calls.",
    mend: "Make it smaller.",
  },
  "BL-S011": {
    name: "UnknownArgument",
    means: "A task has an argument that its service does not know.",
    mend: "Correct the argument's name.",
  },
  "BL-S012": {
    name: "MissingArgument",
    means: "A task lacks an argument that its service needs.",
    mend: "Add the argument.",
  },
  "BL-S013": {
    name: "InvalidLiteral",
    means: "A value is not JSON: a function, a Date, NaN, a bigint, a class instance or a cycle.",
    mend: "Use null, booleans, finite numbers, strings, arrays, plain objects and expressions.",
  },
  "BL-S014": {
    name: "ExpressionUsedAsValue",
    means: "JavaScript tried to use an expression as if the machine had already run.",
    mend: "Use text`…` for strings and the expression's own methods for everything else.",
  },
  "BL-S015": {
    name: "UnknownOperation",
    means: "An expression has no such operation.",
    mend: "See the operations in docs/states-reference.md.",
  },
  "BL-S016": {
    name: "InvalidToken",
    means:
      "A deploy-time token has an invalid name, or a value that is missing, unknown or not fit for a definition.",
    mend: "Give each token of the machine one non-empty string.",
  },
  "BL-S017": {
    name: "InvalidChain",
    means: "A chain of Batch jobs has no stages, needs a stage that it does not have, or needs itself.",
    mend: "Correct the stages' needs.",
  },
  "BL-S018": {
    name: "NothingToCatch",
    means: "The block of an attempt has no state whose failure can be caught.",
    mend: "Only tasks, maps, parallels and fail can be caught; remove the attempt.",
  },
  "BL-S019": {
    name: "EmptyMachine",
    means: "A machine has no states, or a parallel no branches.",
    mend: "Add one.",
  },
  "BL-S020": {
    name: "PermissionUnknown",
    means:
      "No exact permission can be derived: a task's target is known only at run time, or the machine's own ARN is missing.",
    mend: "Use a token or a literal ARN for the target.",
  },
  "BL-S021": {
    name: "OutsideDistributedMap",
    means:
      "A state in a distributed map uses what is outside of it; its iterations are executions of their own.",
    mend: "Put it into the items with select, or into the input of batched.",
  },
  "BL-S022": {
    name: "NotInExpress",
    means: "A map with express executions has a task that waits by .sync or for a task token.",
    mend: "Use executionType STANDARD, or do not wait.",
  },
  "BL-S023": {
    name: "UnknownErrorName",
    means:
      "A retry or a catch names an error that starts with States. and that Step Functions does not have.",
    mend: "Use one of the names that the type ErrorName lists.",
  },
  "BL-S024": {
    name: "ErrorKnownTooLate",
    means: "A fail in an attempt that catches only some errors has a name that is known only at run time.",
    mend: "Give the fail a literal error, or let the attempt catch all errors.",
  },
  "BL-S025": {
    name: "TaskTokenUnused",
    means:
      "A task waits for its task token but gives it to nobody, so that it would wait until it times out.",
    mend: "Put the token into the task's arguments.",
  },
} as const;

/** Stable code of a builder error. */
export type ErrorCode = keyof typeof registry;
