import { closest, distance } from "fastest-levenshtein";

/** `: did you mean "x"?` for a name that is close to a known one, else the list of what is known. */
export function suggestion(name: string, known: readonly string[]): string {
  if (known.length === 0) return "";
  const longer = known.filter((candidate) => candidate.startsWith(name));
  const best = longer[0] ?? closest(name, [...known]);
  if (longer.length === 1 || distance(name, best) <= Math.max(2, Math.floor(best.length / 3)))
    return `: did you mean "${best}"?`;
  return `; known: ${known.join(", ")}`;
}
