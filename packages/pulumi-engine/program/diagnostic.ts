/** Something the program said: through `pulumi.log`, or on its standard output and error. */
export interface Diagnostic {
  readonly severity: "debug" | "info" | "warning" | "error";
  readonly message: string;
  /** URN of the resource it is about. */
  readonly urn?: string;
}

/** Terminal colours, which the SDK puts into the errors it reports. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: an escape sequence starts with the control character ESC
const escapeSequences = /\u001b\[[0-9;]*m/g;

/** Text as it is without a terminal's colours. */
export function withoutColours(text: string): string {
  return text.replace(escapeSequences, "");
}
