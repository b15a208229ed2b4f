/** A message of the program: from `pulumi.log`, or a line of its standard output or error. */
export interface Diagnostic {
  readonly severity: "debug" | "info" | "warning" | "error";
  readonly message: string;
  /** URN of the resource that the message is about. */
  readonly urn?: string;
}

/** The SDK colours the errors that it reports. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: an escape sequence starts with the control character ESC
const escapeSequences = /\u001b\[[0-9;]*m/g;

export function withoutColours(text: string): string {
  return text.replace(escapeSequences, "");
}
