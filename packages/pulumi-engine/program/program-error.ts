import type { Diagnostic } from "./diagnostic.ts";
import { fileInProject } from "./source-position.ts";

/** Thrown when the program ended badly. The message is the program's own, after the line of the program it came from. */
export class ProgramError extends Error {
  /** All of what it reported, with stacks. */
  readonly detail: string;
  readonly diagnostics: readonly Diagnostic[];

  constructor(message: string, detail: string, diagnostics: readonly Diagnostic[], options?: ErrorOptions) {
    super(message, options);
    this.name = "ProgramError";
    this.detail = detail;
    this.diagnostics = diagnostics;
  }
}

const preamble = /^Running program '.*' failed with an unhandled exception:\n/;
/** How util.inspect marks an error that a promise of its own refers to. */
const circularMark = /^<ref \*\d+> /;
/** How grpc-js prefixes what the engine itself answered. */
const status = /\b\d+ UNKNOWN: /;
const frame = /(?:file:\/\/)?(\/[^\s():]+):(\d+)(?::(\d+))?/g;

/** Makes the error from what the SDK reported: `components/storage/storage.ts:31:5: Error: bucket name is empty`. */
export function programError(
  root: string,
  diagnostics: readonly Diagnostic[],
  fallback: string,
): ProgramError {
  const errors = diagnostics.filter(({ severity }) => severity === "error").map(({ message }) => message);
  const detail = errors.length > 0 ? errors.join("\n") : fallback;
  const text = (errors[0] ?? fallback).replace(preamble, "").replace(circularMark, "").replace(status, "");
  const lines = text.split("\n");
  const stackStarts = lines.findIndex((line) => /^\s+at /.test(line));
  const message = (stackStarts === -1 ? lines : lines.slice(0, stackStarts)).join("\n").trim();
  const where = firstOwnFrame(text, root);
  return new ProgramError(where === undefined ? message : `${where}: ${message}`, detail, diagnostics);
}

function firstOwnFrame(text: string, root: string): string | undefined {
  for (const [, path, line, column] of text.matchAll(frame)) {
    const file = fileInProject(`file://${path}`, root);
    if (file !== undefined && line !== undefined)
      return column === undefined ? `${file}:${line}` : `${file}:${line}:${column}`;
  }
  return undefined;
}
