/** How a report is written: for a terminal, or as GitHub's Markdown. */
export interface Markup {
  heading(text: string): string;
  /** What counts most in a line. */
  strong(text: string): string;
  /** Text from a file, which must not be taken for markup. */
  verbatim(text: string): string;
  bullet(depth: number, text: string): string;
  warning(text: string): string;
  /** The first row is the head; the columns `numeric`, from 0, are of numbers. */
  table(rows: readonly (readonly string[])[], numeric: readonly number[]): readonly string[];
  /** Lines that a reader opens when the summary is not enough. */
  folded(summary: string, lines: readonly string[]): readonly string[];
}
