import { styleText } from "node:util";
import { printable } from "../../config/tenants/printable.ts";
import type { Markup } from "./markup.ts";

/** For a terminal, with colours where stdout is one. */
export const plainMarkup: Markup = {
  heading: (text) => styleText("bold", text),
  strong: (text) => styleText("bold", text),
  verbatim: (text) => printable(text.trim().replaceAll(/\s*[\r\n]\s*/g, " ")),
  bullet: (depth, text) => `${"  ".repeat(depth + 1)}${text}`,
  warning: (text) => styleText("yellow", `! ${text}`),
  table(rows, numeric) {
    const widths = (rows[0] ?? []).map((_, column) =>
      Math.max(...rows.map((row) => row[column]?.length ?? 0)),
    );
    const line = (row: readonly string[]) =>
      row
        .map((cell, column) => {
          const width = widths[column] ?? 0;
          return numeric.includes(column) ? cell.padStart(width) : cell.padEnd(width);
        })
        .join("  ")
        .trimEnd();
    return rows.map((row, at) => `  ${at === 0 ? styleText("dim", line(row)) : line(row)}`);
  },
  folded: (summary, lines) => [styleText("bold", summary), ...lines],
};
