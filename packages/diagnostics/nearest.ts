import { distance } from "fastest-levenshtein";

/**
 * At most three candidates that are similar to `word`, nearest first: those within a third of its length in edits (at least two).
 * Also those that begin with it, if it has three letters or more. Ignores case.
 * @example nearest("lemons", ["apple", "lemon"]); // ["lemon"]
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

/**
 * A question about similar names, or undefined without any.
 * @example didYouMean("lemons", ["lemon"]); // 'did you mean "lemon"?'
 */
export function didYouMean(word: string, candidates: Iterable<string>): string | undefined {
  const near = nearest(word, candidates).map((candidate) => JSON.stringify(candidate));
  return near.length === 0 ? undefined : `did you mean ${near.join(" or ")}?`;
}

/**
 * The end of a message about an unknown name: similar names, else the list of known ones.
 * @example suggestion("x", ["a", "b"]); // "; known: a, b"
 */
export function suggestion(name: string, known: readonly string[]): string {
  if (known.length === 0) return "";
  const near = didYouMean(name, known);
  return near === undefined ? `; known: ${known.join(", ")}` : `: ${near}`;
}
