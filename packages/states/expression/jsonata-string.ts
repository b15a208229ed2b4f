/**
 * Prints `value` as a JSONata string literal. JSONata knows JSON's escapes and no others (not even `\'`), so a string with a
 * single quote goes in double quotes. `{%` and `%}` would end the expression in a definition, and `${` would be taken for a
 * token: one character of each is escaped. So are line separators: an expression is one line.
 */
export function jsonataString(value: string): string {
  const body = JSON.stringify(value)
    .slice(1, -1)
    .replaceAll("${", "\\u0024{")
    .replaceAll("{%", "{\\u0025")
    .replaceAll("%}", "\\u0025}")
    .replaceAll("\u2028", "\\u2028")
    .replaceAll("\u2029", "\\u2029");
  return value.includes("'") ? `"${body}"` : `'${body.replaceAll('\\"', '"')}'`;
}

/** Whether `value` may stand in a definition as it is: it is no expression, holds nothing like a token, and is one line of text. */
export function isPlainString(value: string): boolean {
  return /^.+$/.test(value) && !value.includes("${") && !value.includes("{%") && !value.includes("%}");
}
