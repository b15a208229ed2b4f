import { isRecord, must } from "@batchline/diagnostics";
import { StatesError } from "./errors.ts";
import { tokenPlaceholders } from "./token-placeholder.ts";

/** The names of the tokens in `definition`, each as often as it occurs. */
export function tokensIn(definition: unknown): string[] {
  const matches = [...JSON.stringify(definition).matchAll(tokenPlaceholders)];
  return matches.map(([, name]) => must(name, "a placeholder has a name"));
}

/** `definition` with the values of its tokens.
 * @param tokens All tokens of the machine. Some may occur in its permissions only.
 * @throws {StatesError} BL-S016 as `checkTokens` does. */
export function fillTokens(
  definition: unknown,
  tokens: readonly string[],
  values: Readonly<Record<string, string>>,
): unknown {
  checkTokens(tokens, values);
  return fill(definition);

  function fill(part: unknown): unknown {
    if (typeof part === "string") {
      return part.replaceAll(tokenPlaceholders, (_, name: string) =>
        must(values[name], "each token has a value"),
      );
    }
    if (Array.isArray(part)) return part.map(fill);
    if (!isRecord(part)) return part;
    return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, fill(inner)]));
  }
}

/** @throws {StatesError} BL-S016 when `values` does not have exactly one valid value for each of `tokens`. */
export function checkTokens(tokens: readonly string[], values: Readonly<Record<string, string>>): void {
  for (const name of tokens) {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (typeof value !== "string" || value === "") {
      throw new StatesError("BL-S016", { what: `the token "${name}" has no value` });
    }
    // ARNs, names and URLs have none of these characters. Quoting them would depend on the place of the token.
    if (/["'`\\{}%\s\p{Cc}]/u.test(value)) {
      throw new StatesError("BL-S016", {
        what: `the token "${name}" has the value ${JSON.stringify(value)}`,
        fix: "Use an ARN, a URL or a name: no spaces, quotes, braces, backslashes or percent signs.",
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
