/** What an expression throws. JSONata fills in the message that belongs to a code. */
export class ExpressionError extends Error {
  /** One of JSONata's codes. Limits have none. */
  readonly code: string | undefined;
  /** The argument, from 1. */
  readonly index: number | undefined;
  /** The function. */
  readonly token: string | undefined;

  constructor(message: string, code?: string, at: { readonly token?: string; readonly index?: number } = {}) {
    super(message);
    this.code = code;
    this.index = at.index;
    this.token = at.token;
  }
}

/** Each as AWS says it, measured in https://github.com/floci-io/floci/issues/2737 */
export const exceeded = {
  depth:
    "Stack overflow error: Check for non-terminating recursive function. Consider rewriting as tail-recursive.",
  memory: "Expression evaluation memory limit exceeded: Check for excessive memory usage",
  time: "Expression evaluation timeout: Check for infinite loop",
} as const;

/** JSONata's and the engine's own words for a limit. */
const limitOf: Readonly<Record<string, string>> = {
  D2014: exceeded.memory,
  D2015: exceeded.memory,
  "Invalid string length": exceeded.memory,
  "Invalid array length": exceeded.memory,
  "Maximum call stack size exceeded": exceeded.depth,
};

/**
 * How an expression failed, in AWS's words after the names of expression and field. What JSONata has no code for is an error
 * inside it.
 * @example failureOf({ code: "T1006", message: "Attempted to invoke a non-function" }) // "threw an error during evaluation. T1006: Attempted to invoke a non-function"
 */
export function failureOf(cause: unknown): string {
  const { code, message = String(cause) } = cause as { code?: string; message?: string };
  const limit = cause instanceof ExpressionError && code === undefined ? message : limitOf[code ?? message];
  if (limit !== undefined) return `threw an error during evaluation: ${limit}`;
  if (code !== undefined) return `threw an error during evaluation. ${code}: ${message}`;
  return `threw an internal error during evaluation. ${message}`;
}
