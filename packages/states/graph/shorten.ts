/** `text` on one line, cut to `length` characters with an ellipsis. */
export function shorten(text: string, length: number): string {
  const line = [...text.replace(/\s+/g, " ").trim()];
  return line.length <= length
    ? line.join("")
    : `${line
        .slice(0, length - 1)
        .join("")
        .trimEnd()}…`;
}
