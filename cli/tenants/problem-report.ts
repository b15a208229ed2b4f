import { relative, resolve, sep } from "node:path";
import { styleText } from "node:util";
import { plural } from "@batchline/diagnostics";
import { type CheckedTenants, emphasizedProblem, type Problem } from "../../config/tenants.ts";
import { annotation } from "../github-annotations.ts";

/** The problem for a person, in colours on a terminal. */
export function problemText(problem: Problem): string {
  return emphasizedProblem(problem, (part, text) =>
    part === "head" ? styleText("bold", text) : styleText("yellow", text),
  );
}

/** `6 tenants, no problems`, or `3 problems in 2 of 6 files`. */
export function closingLine({ files, problems }: CheckedTenants): string {
  if (problems.length === 0) return `${plural(files, "tenant")}, no problems`;
  const wrong = new Set(problems.map(({ file }) => file)).size;
  const where = files === 0 ? "" : ` in ${wrong} of ${plural(files, "file")}`;
  return `${plural(problems.length, "problem")}${where}`;
}

/** The workflow command that shows the problem beside its line on GitHub.
 * @param checkout The folder of the git checkout, absolute; the problem's file is relative to the current directory. */
export function problemAnnotation(problem: Problem, checkout: string): string {
  const { line, column, code, message, suggestion } = problem;
  const file = relative(checkout, resolve(problem.file)).split(sep).join("/");
  const text = suggestion === undefined ? message : `${message}\n${suggestion}`;
  return annotation("error", { file, line, column, title: code }, text);
}
