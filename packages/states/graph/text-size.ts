/**
 * How wide text is, approximately: no font is at hand, and which one the reader has is unknown. The widths are those of DejaVu
 * Sans, the widest of the usual sans-serif fonts, so that text fits whichever it is.
 */
const narrow: Readonly<Record<string, number>> = {
  ...each("ijl'|", 0.28),
  ...each('I.,:; !()[]ft/\\r"-', 0.37),
  ...each("*csvxyzk$?J", 0.54),
  ...each("mwMWO@%&QGDHNU", 0.86),
};

function each(characters: string, width: number): Record<string, number> {
  return Object.fromEntries([...characters].map((character) => [character, width]));
}

/** Scripts whose characters are about as wide as high. */
const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Extended_Pictographic}]/u;
const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

export interface Font {
  /** In pixels. */
  readonly size: number;
  readonly bold?: true;
}

/** The width of one line, in pixels. */
export function widthOf(text: string, { size, bold }: Font): number {
  let ems = 0;
  for (const { segment } of graphemes.segment(text))
    ems += wide.test(segment) ? 1.1 : (narrow[segment] ?? 0.65);
  return ems * size * (bold ? 1.1 : 1);
}

/**
 * `text` in lines no wider than `width` pixels: broken at spaces, and words that are wider than a line after punctuation or
 * wherever they must.
 */
export function wrap(text: string, font: Font, width: number): string[] {
  const fits = (line: string) => widthOf(line, font) <= width;
  const words = text.split(/\s+/u).filter((word) => word !== "");
  const units = words.flatMap((word) => broken(word, fits));
  return joined(units, " ", fits);
}

/** The pieces of a word, one when it fits. */
function broken(word: string, fits: (line: string) => boolean): string[] {
  if (fits(word)) return [word];
  const parts = word.match(/[^._/:-]*[._/:-]+|[^._/:-]+/g) ?? [];
  const small = parts.flatMap((part) =>
    fits(part) ? [part] : Array.from(graphemes.segment(part), ({ segment }) => segment),
  );
  return joined(small, "", fits);
}

/** As many of `parts` on each line as fit. */
function joined(parts: readonly string[], separator: string, fits: (line: string) => boolean): string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const longer = lines.length === 0 ? part : `${lines.at(-1)}${separator}${part}`;
    if (lines.length > 0 && fits(longer)) lines[lines.length - 1] = longer;
    else lines.push(part);
  }
  return lines;
}
