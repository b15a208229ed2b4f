/**
 * Reads the server's JSON. Characters that turn the direction of text around would let a supplier's text look like another: they become
 * U+FFFD, the replacement character. https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing
 * @throws SyntaxError
 * @example readJson(await response.text())
 */
export const readJson = (text: string): unknown =>
  JSON.parse(text.replace(/[\u202a-\u202e\u2066-\u2069]/g, "\ufffd"));
