import { distance } from "fastest-levenshtein";

/**
 * The candidates that someone who wrote `word` may have meant, nearest first, at most three: those within a third of
 * the word's length in edits (at least two), and those that the word, of three letters or more, is the beginning of.
 * Case is ignored.
 */
export function nearest(word: string, candidates: Iterable<string>): string[] {
  const wanted = word.toLowerCase();
  const allowed = Math.max(2, Math.floor(word.length / 3));
  return [...candidates]
    .map((candidate) => ({ candidate, edits: distance(wanted, candidate.toLowerCase()) }))
    .filter(({ candidate, edits }) => {
      const begun = wanted.length >= 3 && candidate.toLowerCase().startsWith(wanted);
      return begun || (edits <= allowed && edits < candidate.length);
    })
    .sort((a, b) => a.edits - b.edits || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}

/** `did you mean "a" or "b"?`, or undefined when nothing is near. */
export function didYouMean(word: string, candidates: Iterable<string>): string | undefined {
  const near = nearest(word, candidates).map((candidate) => JSON.stringify(candidate));
  return near.length === 0 ? undefined : `did you mean ${near.join(" or ")}?`;
}

/** `: did you mean "x"?` for a name that is close to a known one, else the list of what is known. */
export function suggestion(name: string, known: readonly string[]): string {
  if (known.length === 0) return "";
  const near = didYouMean(name, known);
  return near === undefined ? `; known: ${known.join(", ")}` : `: ${near}`;
}
