import { isRecord } from "@batchline/diagnostics";

/** How an execution ended. */
export interface Ending {
  readonly status?: string | undefined;
  readonly error?: string | undefined;
  /** Text, or the JSON of a failed Lambda function or Batch job. */
  readonly cause?: string | undefined;
  /** The execution's output, JSON. */
  readonly output?: string | undefined;
}

/** Why an execution ended so, in one line for a person; undefined when unknown. */
export function reasonOf({ status, error, cause, output }: Ending): string | undefined {
  if (status === "SUCCEEDED") return field(output, "reason");
  if (status === "ABORTED") return ["stopped", cause].filter(Boolean).join(": ");
  const thrown = [errorType(field(cause, "errorType")), field(cause, "errorMessage")]
    .filter(Boolean)
    .join(": ");
  return (thrown || field(cause, "StatusReason") || cause || errorType(error))?.split("\n", 1).join();
}

/** An error's type as its source names it: the bundler may put `_` before a class's name. @example errorType("_WorkflowBusyError") // "WorkflowBusyError" */
export function errorType(name: string | undefined): string | undefined {
  return name?.replace(/^_+/, "");
}

function field(json: string | undefined, name: string): string | undefined {
  try {
    const value: unknown = JSON.parse(json ?? "null");
    const found = isRecord(value) ? value[name] : undefined;
    return typeof found === "string" ? found : undefined;
  } catch {
    return undefined;
  }
}
