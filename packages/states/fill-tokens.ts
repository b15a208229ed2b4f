import { StatesError } from "./errors.ts";
import { tokenPlaceholders } from "./token-placeholder.ts";

/** The names of all tokens in `definition`, in the order of the alphabet. */
export function tokensIn(definition: unknown): string[] {
  const found = new Set<string>();
  for (const [, name] of JSON.stringify(definition).matchAll(tokenPlaceholders)) found.add(name ?? "");
  return [...found].sort();
}

/**
 * `definition` with each token's value in its place; `tokens` are those it has, and perhaps others that only its rights have.
 *
 * @throws {StatesError} BL-S016 when a token has no value, a value belongs to no token, or a value would need quoting.
 */
export function fillTokens(
  definition: unknown,
  tokens: readonly string[],
  values: Readonly<Record<string, string>>,
): unknown {
  checkTokens(tokens, values);
  return fill(definition);

  function fill(part: unknown): unknown {
    if (typeof part === "string") {
      return part.replaceAll(tokenPlaceholders, (_, name: string) => values[name] ?? "");
    }
    if (Array.isArray(part)) return part.map(fill);
    if (typeof part !== "object" || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, fill(inner)]));
  }
}

/** @throws {StatesError} BL-S016 when `values` are not one fit value for each of `tokens`. */
export function checkTokens(tokens: readonly string[], values: Readonly<Record<string, string>>): void {
  for (const name of tokens) {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (typeof value !== "string" || value === "") {
      throw new StatesError("BL-S016", { what: `the token "${name}" has no value` });
    }
    // ARNs, names and URLs have none of these; anything else would need quoting that depends on where the token stands.
    if (/["'`\\{}%\s\p{Cc}]/u.test(value)) {
      throw new StatesError("BL-S016", {
        what: `the token "${name}" has the value ${JSON.stringify(value)}`,
        mend: "A token's value is an ARN, a URL or a name: no spaces, quotes, braces, backslashes or percent signs.",
      });
    }
  }
  const unknown = Object.keys(values).find((name) => !tokens.includes(name));
  if (unknown !== undefined) {
    throw new StatesError("BL-S016", {
      what: `the machine has no token "${unknown}"; it has ${tokens.map((name) => `"${name}"`).join(", ") || "none"}`,
    });
  }
}
