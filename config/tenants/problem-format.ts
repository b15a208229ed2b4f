import { CodedError, must, plural, printable } from "@batchline/diagnostics";
import type { ProblemCode } from "./error-codes.ts";
import type { Problem } from "./types.ts";

/** Highlights a part of a problem, as a terminal can. */
type Emphasis = (part: "head" | "hint", text: string) => string;

/**
 * The problem as a person reads it:
 *
 *     tenants/acme.yaml:9:5 BL-T007 unknown key "chunk" in workflows.nightly-report
 *       9 |     chunk: 4
 *         |     ^ did you mean "chunks"?
 */
export function formatProblem(problem: Problem): string {
  return emphasizedProblem(problem, (_, text) => text);
}

/** The same with two parts highlighted: place and code, and the caret with the suggestion. */
export function emphasizedProblem(problem: Problem, emphasis: Emphasis): string {
  const { file, line, column, code, message, excerpt, suggestion } = problem;
  const head = `${emphasis("head", `${printableFile(file)}:${line}:${column} ${code}`)} ${message}`;
  if (excerpt === undefined) return suggestion === undefined ? head : `${head}; ${suggestion}`;
  const gutter = " ".repeat(String(line).length);
  const { shown, before } = around(excerpt, column - 1);
  // A tab stays a tab, so that the caret is below its column at any tab width.
  const indent = before.replace(/[^\t]/g, " ");
  const caret = emphasis("hint", suggestion === undefined ? "^" : `^ ${suggestion}`);
  return `${head}\n  ${line} | ${shown}\n  ${gutter} | ${indent}${caret}`;
}

/** GitHub's runner obeys lines that begin with `::`. */
function printableFile(file: string): string {
  return printable(file).replace(/^(?=\s*::)/, "./");
}

/** Most characters of a line shown on either side of the place. */
const reach = 100;

/** The part of a line around `offset`, and the part of that before `offset`. */
function around(line: string, offset: number): { readonly shown: string; readonly before: string } {
  const from = Math.max(0, offset - reach);
  const before = `${from === 0 ? "" : "…"}${line.slice(from, offset)}`;
  const rest = line.length > offset + reach ? "…" : "";
  return { shown: `${before}${line.slice(offset, offset + reach)}${rest}`, before };
}

/** Holds every problem of every tenant's file. Its code is the first problem's code. */
export class InvalidTenantsError extends CodedError<ProblemCode> {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    const { code } = must(problems[0], "invalid tenants have a problem");
    const files = new Set(problems.map(({ file }) => file)).size;
    const head = `${plural(problems.length, "problem")} in ${plural(files, "tenant file")}:`;
    super(code, [head, ...problems.map(formatProblem)].join("\n\n"));
    this.problems = problems;
  }
}

/** Orders problems by file, then by place. */
export function byPlace(a: Problem, b: Problem): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column || (a.code < b.code ? -1 : 1);
}
