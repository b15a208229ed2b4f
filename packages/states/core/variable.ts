/** A workflow variable. It has identity only: its name is settled when the machine is built. */
export interface Variable {
  /** What to name it after: the state that assigns it. */
  readonly hint: string;
}

/** The longest name a variable may have. https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html */
export const maxVariableNameLength = 80;
