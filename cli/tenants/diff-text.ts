import { plural, printable } from "@batchline/diagnostics";
import { plainMarkup } from "../markup.ts";
import type { Comparison } from "./change.ts";
import { changeGroups, summaryLines } from "./diff-report.ts";
import { problemText } from "./problem-report.ts";
import type { TwoTimes } from "./tenants-at.ts";

/** A comparison, its commit, and the problems that kept tenants out of it. */
export interface Diff {
  /** The command's argument. */
  readonly ref: string;
  readonly commit: string;
  readonly comparison: Comparison;
  readonly problems: TwoTimes["problems"];
}

/** Problems shown on a terminal: a new required parameter makes every file wrong at once. */
const problemsShown = 20;

/** The diff for a terminal. */
export function diffText({ ref, commit, comparison, problems }: Diff): string {
  return [
    `since ${printable(ref)} (${commit.slice(0, 7)}): ${summaryLines(comparison, plainMarkup).join("\n")}`,
    ...changeGroups(comparison, plainMarkup).map(({ lines }) => `\n${lines.join("\n")}`),
    ...problemLines(problems),
  ].join("\n");
}

function problemLines(problems: TwoTimes["problems"]): string[] {
  // Problems of the current files come first: they can be fixed.
  const wrong = [...problems.after, ...problems.before];
  if (wrong.length === 0) return [];
  const more = wrong.length - problemsShown;
  return [
    `\n${notCompared(problems)}:\n`,
    wrong.slice(0, problemsShown).map(problemText).join("\n\n"),
    ...(more > 0 ? [`\n… and ${plural(more, "problem")} more: --json has all`] : []),
  ];
}

/** The line on tenants left out. */
export function notCompared({ before, after }: TwoTimes["problems"]): string {
  const counts = [
    ...(before.length > 0 ? [`${plural(before.length, "problem")} then`] : []),
    ...(after.length > 0 ? [`${plural(after.length, "problem")} now`] : []),
  ];
  return `Not compared, because their files have problems: ${counts.join(", ")}`;
}
