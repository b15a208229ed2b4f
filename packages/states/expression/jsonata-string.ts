/** Prints `value` as a JSONata string literal. JSONata has JSON's escapes only (not even `\'`), so a string with a
 * single quote goes in double quotes. `{%` and `%}` would end the expression in a definition, and `${` would look like
 * a token, so one character of each is escaped. So are line separators, because an expression is one line. */
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

/** Whether a definition may have `value` unchanged: it has no expression and no token, and is one line. */
export function isPlainString(value: string): boolean {
  return /^.+$/.test(value) && !value.includes("${") && !value.includes("{%") && !value.includes("%}");
}
