import { printable } from "@batchline/diagnostics";

/** Text of others in one line of at most `most` characters, with what a program would obey replaced. @default most 300 @example oneLine("503\r\nBcc: x@y.example") */
export function oneLine(text: string, most = 300): string {
  const line = printable(text.replaceAll(/\s+/g, " ").trim());
  return line.length <= most ? line : `${line.slice(0, most - 1)}…`;
}
