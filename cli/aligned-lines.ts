import { styleText } from "node:util";
import { must } from "@batchline/diagnostics";

/** The rows with their columns aligned, a line each; the first, dim, is the head. `numeric` lists the columns of numbers, from 0. */
export function alignedLines(rows: readonly (readonly string[])[], numeric: readonly number[]): string[] {
  const widths = new Map<number, number>();
  for (const row of rows)
    for (const [column, cell] of row.entries())
      widths.set(column, Math.max(cell.length, widths.get(column) ?? 0));
  return rows.map((row, at) => {
    const cells = row.map((cell, column) => {
      const width = must(widths.get(column), "each column has a width");
      return numeric.includes(column) ? cell.padStart(width) : cell.padEnd(width);
    });
    const line = cells.join("  ").trimEnd();
    return at === 0 ? styleText("dim", line) : line;
  });
}
