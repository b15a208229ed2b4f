import { printable } from "../../config/tenants/printable.ts";
import type { Markup } from "./markup.ts";

/** For a comment on GitHub. */
export const githubMarkup: Markup = {
  heading: (text) => `### ${text}`,
  strong: (text) => `**${text}**`,
  verbatim: code,
  bullet: (depth, text) => `${"  ".repeat(depth)}- ${text}`,
  warning: (text) => `⚠️ ${text}`,
  table([head = [], ...rows], numeric) {
    const line = (cells: readonly string[]) => `| ${cells.map(cell).join(" | ")} |`;
    const rule = head.map((_, column) => (numeric.includes(column) ? "--:" : "---"));
    return [line(head), `| ${rule.join(" | ")} |`, ...rows.map(line), ""];
  },
  folded: (summary, lines) => [
    `<details><summary>${summary}</summary>`,
    "",
    lines.join("\n").trim(),
    "",
    "</details>",
  ],
};

/** A code span: it holds no markup, no mention and no link. https://spec.commonmark.org/0.31.2/#code-spans */
function code(value: string): string {
  // A blank line would end the paragraph, and with it the span.
  const text = printable(value.replaceAll(/\s*[\r\n]\s*/g, " ")) || '""';
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  const pad = text.startsWith("`") || text.endsWith("`") ? " " : "";
  return `${fence}${pad}${text}${pad}${fence}`;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}
