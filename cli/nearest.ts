import { didYouMean } from "../workflows/nearest.ts";

/** `: did you mean "x"?` for a name that is close to a known one, else the list of what is known. */
export function suggestion(name: string, known: readonly string[]): string {
  if (known.length === 0) return "";
  const near = didYouMean(name, known);
  return near === undefined ? `; known: ${known.join(", ")}` : `: ${near}`;
}
