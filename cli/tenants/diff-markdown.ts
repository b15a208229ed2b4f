import { plural } from "@batchline/diagnostics";
import { githubMarkup as markup } from "../markup.ts";
import { changeGroups, summaryLines } from "./diff-report.ts";
import { type Diff, notCompared } from "./diff-text.ts";

/** Lines that stay together. */
interface Entry {
  /** Number of tenants or problems in them. */
  readonly number: number;
  readonly lines: readonly string[];
}

/** The diff for a comment on GitHub. Entries beyond `most` characters are left out and counted. */
export function diffMarkdown({ ref, commit, comparison, problems }: Diff, most: number): string {
  const head = [
    "### Tenants",
    "",
    ...summaryLines(comparison, markup),
    "",
    `Compared with ${markup.verbatim(ref)} (${commit.slice(0, 7)}).`,
  ].join("\n");
  const wrong = [...problems.after, ...problems.before].map(({ file, line, code, message }) => ({
    number: 1,
    lines: [markup.bullet(`${markup.verbatim(`${file}:${line}`)} ${code} ${markup.verbatim(message)}`)],
  }));
  const tenants = changeGroups(comparison, markup).map((group) => ({
    number: group.tenants,
    lines: ["", ...group.lines],
  }));
  // Problems come last, but a third of the room is reserved for them. Tenants use the rest.
  const room = most - head.length;
  const end = section(notCompared(problems), wrong, "problem", Math.floor(room / 3));
  const middle = section("Tenant by tenant", tenants, "tenant", room - end.length);
  return `${head}${middle}${end}`.slice(0, most);
}

/** As many whole entries as fit into `room` characters, folded below `title`; empty when there are none at all. */
function section(title: string, entries: readonly Entry[], unit: string, room: number): string {
  if (entries.length === 0) return "";
  const left = (shown: number) => entries.slice(shown).reduce((sum, { number }) => sum + number, 0);
  const folded = (shown: number) => {
    const more = left(shown) === 0 ? [] : ["", `… and ${plural(left(shown), unit)} more`];
    const lines = entries.slice(0, shown).flatMap((entry) => entry.lines);
    const content = [...lines, ...more].join("\n").trim();
    return `\n\n<details><summary>${title}</summary>\n\n${content}\n\n</details>`;
  };
  let [shown, used] = [0, folded(0).length];
  for (const { lines } of entries) {
    used += lines.reduce((sum, line) => sum + line.length + 1, 0);
    if (used > room) break;
    shown += 1;
  }
  return folded(shown);
}
