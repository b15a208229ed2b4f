/** A unique id as IAM shows it, for example `AROA…` for a role. */
export function idOf(prefix: "AIPA" | "ANPA" | "AROA", digits: string): string {
  return prefix + digits.slice(0, 17).toUpperCase();
}
