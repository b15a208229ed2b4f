/** What a glob consists of: literal text, or a wildcard. */
export type GlobPart = string | typeof anyText | typeof oneCharacter | typeof withinColons;

/** `*`: any text, also none. */
export const anyText = Symbol("any text");
/** `?`: one character. */
export const oneCharacter = Symbol("one character");
/** A `*` that matches any text without a colon. */
export const withinColons = Symbol("text without a colon");

/**
 * Whether the parts match the whole text. It does not go back as a regular expression does: at worst, time grows with the product
 * of both lengths.
 * @example globMatches(["tenants/", anyText, ".jpg"], "tenants/acme/1.jpg") // true
 */
export function globMatches(parts: readonly GlobPart[], text: string): boolean {
  const [first = [], ...others] = runs(parts);
  const ends = endsOf(first, text, [0]);
  const last = others.pop();
  if (last === undefined) return ends.includes(text.length);
  let from = ends[0];
  // The earliest end of each run between two `*` leaves the most text for the next.
  for (const run of others) {
    if (from === undefined) return false;
    from = firstEnd(run, text, from);
  }
  return from !== undefined && endsText(last, text, from);
}

type Run = readonly Exclude<GlobPart, typeof anyText>[];

/** The parts between the wildcards for any text. */
function runs(parts: readonly GlobPart[]): Run[] {
  const all: Exclude<GlobPart, typeof anyText>[][] = [[]];
  for (const part of parts) {
    if (part === anyText) all.push([]);
    else all.at(-1)?.push(part);
  }
  return all;
}

function firstEnd(run: Run, text: string, from: number): number | undefined {
  const [literal = "", ...rest] = run;
  if (typeof literal !== "string" || rest.length > 0)
    return endsOf(run, text, positions(from, text.length))[0];
  const at = text.indexOf(literal, from);
  return at < 0 ? undefined : at + literal.length;
}

function endsText(run: Run, text: string, from: number): boolean {
  const [literal = "", ...rest] = run;
  if (typeof literal !== "string" || rest.length > 0)
    return endsOf(run, text, positions(from, text.length)).at(-1) === text.length;
  return text.length - literal.length >= from && text.endsWith(literal);
}

/** Where the run ends if it starts at one of `starts`. Both are in rising order. */
function endsOf(run: Run, text: string, starts: number[]): number[] {
  return run.reduce<number[]>((at, part) => {
    if (part === oneCharacter) return at.filter((start) => start < text.length).map((start) => start + 1);
    if (part === withinColons) return extended(at, text);
    return at.filter((start) => text.startsWith(part, start)).map((start) => start + part.length);
  }, starts);
}

/** Each position, and those after it up to the next colon. */
function extended(starts: readonly number[], text: string): number[] {
  let reached = -1;
  return starts.flatMap((start) => {
    if (start <= reached) return [];
    const colon = text.indexOf(":", start);
    reached = colon < 0 ? text.length : colon;
    return positions(start, reached);
  });
}

/** `first`, …, `last`; nothing if `last` is smaller. */
function positions(first: number, last: number): number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
}
