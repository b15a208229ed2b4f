/**
 * Prints `value` as a JSONata string literal. JSONata knows JSON's escapes and no others (not even `\'`), so a string with a
 * single quote goes in double quotes. `{%` and `%}` would end the expression in a definition, and `${` would be taken for a
 * token: one character of each is escaped.
 */
export function jsonataString(value: string): string {
  const body = JSON.stringify(value)
    .slice(1, -1)
    .replaceAll("${", "\\u0024{")
    .replaceAll("{%", "{\\u0025")
    .replaceAll("%}", "\\u0025}");
  return value.includes("'") ? `"${body}"` : `'${body.replaceAll('\\"', '"')}'`;
}

/** Whether `value` may stand in a definition as it is: it is no expression and holds nothing like a token. */
export function isPlainString(value: string): boolean {
  return !value.includes("${") && !value.includes("{%") && !value.includes("%}");
}
