import { count } from "../count.ts";
import type { Comparison } from "./change.ts";
import { changeGroups, summaryLines } from "./diff-report.ts";
import { githubMarkup } from "./github-markup.ts";
import { plainMarkup } from "./plain-markup.ts";
import { problemText } from "./problem-report.ts";
import type { TwoTimes } from "./tenants-at.ts";

/** A comparison with what it could not compare, and the name of what it was compared with. */
export interface Diff {
  /** As the command was given it. */
  readonly ref: string;
  readonly commit: string;
  readonly comparison: Comparison;
  readonly problems: TwoTimes["problems"];
}

/** The diff for a terminal. */
export function diffText({ ref, commit, comparison, problems }: Diff): string {
  const wrong = [...problems.before, ...problems.after];
  return [
    `since ${ref} (${commit.slice(0, 7)}): ${summaryLines(comparison, plainMarkup).join("\n")}`,
    ...changeGroups(comparison, plainMarkup).map(({ lines }) => `\n${lines.join("\n")}`),
    ...(wrong.length === 0 ? [] : [`\n${notCompared(problems)}:\n\n${wrong.map(problemText).join("\n\n")}`]),
  ].join("\n");
}

/** The diff for a comment on GitHub, of at most `most` characters; what does not fit is left out whole, and counted. */
export function diffMarkdown(diff: Diff, most: number): string {
  const { ref, commit, comparison, problems } = diff;
  const m = githubMarkup;
  const head = [
    m.heading("Tenants"),
    "",
    ...summaryLines(comparison, m),
    "",
    `Compared with ${m.verbatim(ref)} (${commit.slice(0, 7)}).`,
  ];
  const groups = changeGroups(comparison, m);
  const wrong = [...problems.before, ...problems.after].map(({ file, line, code, message }) =>
    m.bullet(0, `${m.verbatim(`${file}:${line}`)} ${code} ${m.verbatim(message)}`),
  );
  const sections = [
    { title: `Tenant by tenant`, of: groups, unit: "tenant" },
    {
      title: notCompared(problems),
      of: wrong.map((line) => ({ tenants: 1, lines: [line] })),
      unit: "problem",
    },
  ];
  let text = head.join("\n");
  for (const { title, of, unit } of sections) {
    if (of.length === 0) continue;
    text = `${text}\n\n${fitting(of, unit, most - text.length - 2, (lines) => m.folded(title, lines).join("\n"))}`;
  }
  return text.slice(0, most);
}

/** As many whole entries as fit into `room` characters once they are wrapped. */
function fitting(
  entries: readonly { readonly tenants: number; readonly lines: readonly string[] }[],
  unit: string,
  room: number,
  wrap: (lines: readonly string[]) => string,
): string {
  const left = (from: number) => entries.slice(from).reduce((sum, { tenants }) => sum + tenants, 0);
  const rest = (from: number) => {
    const number = left(from);
    return number === 0 ? [] : [`… and ${count(number, unit)} more`];
  };
  const budget = room - wrap(rest(0)).length;
  const shown: string[] = [];
  let [used, at] = [0, 0];
  for (const { lines } of entries) {
    const block = `${lines.join("\n")}\n`;
    used += block.length + 1;
    if (used > budget) break;
    shown.push(block);
    at += 1;
  }
  return wrap([...shown, ...rest(at)]);
}

function notCompared({ before, after }: TwoTimes["problems"]): string {
  const counts = [
    ...(before.length > 0 ? [`${count(before.length, "problem")} then`] : []),
    ...(after.length > 0 ? [`${count(after.length, "problem")} now`] : []),
  ];
  return `Not compared, for their files are not in order: ${counts.join(", ")}`;
}
