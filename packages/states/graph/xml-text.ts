const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** Everything that XML 1.0 does not take in any notation: https://www.w3.org/TR/xml/#charsets */
const forbidden = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/** `text` as the content of an element; a character that XML cannot hold becomes U+FFFD, every line break U+000A. */
export function xmlText(text: string): string {
  return text
    .toWellFormed()
    .replace(forbidden, "\ufffd")
    .replace(/\r\n?/g, "\n")
    .replace(/[&<>]/g, (character) => entities[character] ?? character);
}
