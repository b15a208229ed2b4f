import { CodedError } from "@batchline/diagnostics";
import type { Diagnostic } from "./diagnostic.ts";
import { fileInProject } from "./source-position.ts";

/** Thrown when the program failed (BL-E009). The message is the program's own, after the line that it came from. @example if (error instanceof ProgramError) console.error(error.detail); */
export class ProgramError extends CodedError<"BL-E009"> {
  /** All errors that the program reported, with their stacks. */
  readonly detail: string;
  readonly diagnostics: readonly Diagnostic[];

  constructor(message: string, detail: string, diagnostics: readonly Diagnostic[]) {
    super("BL-E009", message);
    this.detail = detail;
    this.diagnostics = diagnostics;
  }
}

const preamble = /^Running program '.*' failed with an unhandled exception:\n/;
/** Prefix by util.inspect, if a promise refers to its own error. */
const circularMark = /^<ref \*\d+> /;
/** Prefix by grpc-js, if the engine itself answered with the error. */
const status = /\b\d+ UNKNOWN: /;
const frame = /(?:file:\/\/)?(\/[^\s():]+):(\d+)(?::(\d+))?/g;

/**
 * Makes the error from what the SDK reported, for example `components/storage/storage.ts:31:5: Error: bucket name is empty`.
 * `fallback` is the text if no error was reported.
 */
export function programError(
  root: string,
  diagnostics: readonly Diagnostic[],
  fallback: string,
): ProgramError {
  const errors = diagnostics.filter(({ severity }) => severity === "error").map(({ message }) => message);
  const [first = fallback] = errors;
  const text = first.replace(preamble, "").replace(circularMark, "").replace(status, "");
  const [message = ""] = text.split(/^\s+at /m, 1);
  const where = firstOwnFrame(text, root);
  return new ProgramError(
    `${where === undefined ? "" : `${where}: `}${message.trim()}`,
    errors.length > 0 ? errors.join("\n") : fallback,
    diagnostics,
  );
}

function firstOwnFrame(text: string, root: string): string | undefined {
  for (const [, path, ...position] of text.matchAll(frame)) {
    const file = fileInProject(`file://${path}`, root);
    if (file !== undefined) return [file, ...position.filter((number) => number !== undefined)].join(":");
  }
  return undefined;
}
