/** A report's format: for a terminal, or GitHub's Markdown. */
export interface Markup {
  heading(text: string): string;
  /** The main part of a line. */
  strong(text: string): string;
  /** Text from a file, never markup. */
  verbatim(text: string): string;
  bullet(depth: number, text: string): string;
  warning(text: string): string;
  /** The first row is the head; `numeric` lists the columns of numbers, from 0. */
  table(rows: readonly (readonly string[])[], numeric: readonly number[]): readonly string[];
  /** Lines folded below a summary. */
  folded(summary: string, lines: readonly string[]): readonly string[];
}
