import { styleText } from "node:util";
import { printable } from "@batchline/diagnostics";
import { alignedLines } from "./aligned-lines.ts";

/** A report's format. */
export interface Markup {
  /** The main part of a line. */
  strong(text: string): string;
  /** Text from a file, never markup. */
  verbatim(text: string): string;
  bullet(text: string): string;
  warning(text: string): string;
  /** The first row is the head; `numeric` lists the columns of numbers, from 0. */
  table(rows: readonly (readonly string[])[], numeric: readonly number[]): readonly string[];
}

/** For a terminal, with colours where stdout is one. */
export const plainMarkup: Markup = {
  strong: (text) => styleText("bold", text),
  verbatim: (text) => printable(text.trim().replaceAll(/\s*[\r\n]\s*/g, " ")),
  bullet: (text) => `  ${text}`,
  warning: (text) => styleText("yellow", `! ${text}`),
  table: (rows, numeric) => alignedLines(rows, numeric).map((line) => `  ${line}`),
};

/** Markdown for a comment on GitHub. */
export const githubMarkup: Markup = {
  strong: (text) => `**${text}**`,
  /** A code span: it holds no markup, no mention and no link. https://spec.commonmark.org/0.31.2/#code-spans */
  verbatim(value) {
    // A blank line would end the paragraph, and with it the span.
    const text = printable(value.replaceAll(/\s*[\r\n]\s*/g, " ")) || '""';
    const longest = Math.max(0, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length));
    const fence = "`".repeat(longest + 1);
    const pad = text.startsWith("`") || text.endsWith("`") ? " " : "";
    return `${fence}${pad}${text}${pad}${fence}`;
  },
  bullet: (text) => `- ${text}`,
  warning: (text) => `⚠️ ${text}`,
  table(rows, numeric) {
    const line = (cells: readonly string[]) =>
      `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
    const rule = (head: readonly string[]) =>
      line(head.map((_, column) => (numeric.includes(column) ? "--:" : "---")));
    return [...rows.flatMap((row, at) => (at === 0 ? [line(row), rule(row)] : [line(row)])), ""];
  },
};
