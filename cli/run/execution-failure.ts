/** What is known of how an execution ended. */
export interface Ending {
  readonly status?: string | undefined;
  readonly error?: string | undefined;
  /** Words, or the JSON in which Lambda and Batch tell of a failure. */
  readonly cause?: string | undefined;
  /** The execution's output, JSON. */
  readonly output?: string | undefined;
}

/** Why an execution ended as it did, in one line for a person; empty when nothing says so. */
export function reasonOf({ status, error, cause, output }: Ending): string {
  if (status === "SUCCEEDED") return field(output, "reason") ?? "";
  if (status === "ABORTED") return ["stopped", cause].filter(Boolean).join(": ");
  const thrown = [field(cause, "errorType"), field(cause, "errorMessage")].filter(Boolean).join(": ");
  return firstLine(thrown || field(cause, "StatusReason") || cause || error || "");
}

function field(json: string | undefined, name: string): string | undefined {
  try {
    const value: unknown = JSON.parse(json ?? "null");
    const found =
      typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
    return typeof found === "string" ? found : undefined;
  } catch {
    return undefined;
  }
}

function firstLine(text: string): string {
  return text.split("\n")[0] ?? "";
}
