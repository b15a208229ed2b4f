import { plural } from "@batchline/diagnostics";
import type { ProblemCode } from "./problem-codes.ts";
import { printable } from "./problem-wording.ts";

/** One thing that is wrong with the tenants' files, and where. */
export interface Problem {
  /** The tenants' folder as it was given, and the file's name. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in characters. */
  readonly column: number;
  readonly code: ProblemCode;
  /** What is wrong, in one sentence without a full stop. */
  readonly message: string;
  /** The offending line as it is in the file; absent when there is none to show. */
  readonly excerpt?: string;
  /** How to mend it. */
  readonly suggestion?: string;
}

/** What a check of ours that is no zod check says, in the `params` of its issue; the message says what is wrong, below the field. */
export interface IssueParams {
  readonly code: ProblemCode;
  readonly suggestion?: string | undefined;
}

/** What is wrong, before it is known where. */
export interface Finding {
  readonly code: ProblemCode;
  readonly message: string;
  readonly suggestion?: string | undefined;
}

/** Makes the problem at `offset` (in characters) of a file's text. */
export type ProblemAt = (offset: number, code: ProblemCode, message: string, suggestion?: string) => Problem;

/** Makes a part of a problem stand out, as a terminal can. */
export type Emphasis = (part: "head" | "hint", text: string) => string;

/**
 * The problem as a person reads it:
 *
 *     tenants/acme.yaml:9:5 BL-T007 unknown key "chunk" in workflows.catalog-import
 *       9 |     chunk: 4
 *         |     ^ did you mean "chunks"?
 */
export function formatProblem(problem: Problem): string {
  return emphasizedProblem(problem, (_, text) => text);
}

/** The same with its parts standing out: the place and the code, and the caret with the way out. */
export function emphasizedProblem(problem: Problem, emphasis: Emphasis): string {
  const { file, line, column, code, message, excerpt, suggestion } = problem;
  const head = `${emphasis("head", `${printableFile(file)}:${line}:${column} ${code}`)} ${message}`;
  if (excerpt === undefined) return suggestion === undefined ? head : `${head}; ${suggestion}`;
  const gutter = " ".repeat(String(line).length);
  const { shown, before } = around(excerpt, column - 1);
  // A tab stays a tab, so that the caret stands under its column whatever a terminal's tab width is.
  const indent = before.replace(/[^\t]/g, " ");
  const caret = emphasis("hint", suggestion === undefined ? "^" : `^ ${suggestion}`);
  return `${head}\n  ${line} | ${shown}\n  ${gutter} | ${indent}${caret}`;
}

/** GitHub's runner obeys lines that begin with `::`. */
function printableFile(file: string): string {
  return printable(file).replace(/^(?=\s*::)/, "./");
}

/** The most characters of a line that are shown on either side of the offending place. */
const reach = 100;

/** As much of a line as shows what is at `offset`, and the part of it that is before that. */
function around(line: string, offset: number): { readonly shown: string; readonly before: string } {
  const from = Math.max(0, offset - reach);
  const start = from === 0 ? "" : "…";
  const rest = line.length > offset + reach ? "…" : "";
  const before = `${start}${line.slice(from, offset)}`;
  return { shown: `${before}${line.slice(offset, offset + reach)}${rest}`, before };
}

/** Thrown when tenants' files are not as they must be. Holds every problem of every file. */
export class InvalidTenants extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    const files = new Set(problems.map(({ file }) => file)).size;
    const head = `${plural(problems.length, "problem")} in ${plural(files, "tenant file")}:`;
    super([head, ...problems.map(formatProblem)].join("\n\n"));
    this.name = "InvalidTenants";
    this.problems = problems;
  }
}

/** In the order in which a person goes through them: by file, then by place. */
export function byPlace(a: Problem, b: Problem): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column || (a.code < b.code ? -1 : 1);
}
