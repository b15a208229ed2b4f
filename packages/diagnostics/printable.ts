/**
 * `text` with every character replaced that a program would obey instead of show, one for one; tabs stay. Terminals
 * obey control characters. Editors and web pages obey characters that change the text's direction. GitHub's runner
 * obeys `##[…]` anywhere in a line: https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
 */
export function printable(text: string): string {
  return text
    .replace(
      /[^\P{Cc}\t]|[\u{200b}\u{200e}\u{200f}\u{2028}-\u{202e}\u{2060}\u{2066}-\u{2069}\u{feff}]/gu,
      "\u{fffd}",
    )
    .replaceAll("##[", "\u{fffd}#[");
}

/** `U+00A0` for a no-break space. */
export function codePoint(character: string): string {
  return `U+${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, "0")}`;
}
