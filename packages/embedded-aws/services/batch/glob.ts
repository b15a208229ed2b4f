/** Whether `glob`, in which only a `*` at the end is special, matches the whole of `text`. */
export function globMatches(glob: string, text = ""): boolean {
  return glob.endsWith("*") ? text.startsWith(glob.slice(0, -1)) : text === glob;
}
