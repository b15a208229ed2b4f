const compiled = new Map<string, RegExp>();

/**
 * Whether the whole of `text` matches a pattern of a model, which is a regular expression of Java.
 * @example matches("[a-z]+", "batch") // true
 */
export function matches(pattern: string, text: string): boolean {
  const known = compiled.get(pattern) ?? compile(pattern);
  compiled.set(pattern, known);
  return known.test(text);
}

/** The same texts without a choice of where a repeated group ends, which JavaScript would try exponentially often. */
const linear: Readonly<Record<string, string>> = {
  "^[ \\t]*[^\\x00-\\x1F:\\x7F]+([ \\t]+[^\\x00-\\x1F:\\x7F]+)*[ \\t]*$":
    "\\t*[^\\x00-\\x1F:\\x7F][^\\x00-\\x08\\x0A-\\x1F:\\x7F]*",
  "^[ \\t]*[\\x20-\\x7E]+([ \\t]+[\\x20-\\x7E]+)*[ \\t]*$": "\\t*[\\x20-\\x7E][\\t\\x20-\\x7E]*",
};

/** Only these need JavaScript's Unicode mode, which refuses escapes that Java accepts: `\_`. */
const unicode = /\\[pu]/;

function compile(pattern: string): RegExp {
  const source = (linear[pattern] ?? pattern)
    // U+10000 and above.
    .replace(/\\u(10[0-9A-F]{4}|[1-9A-F][0-9A-F]{4})/g, "\\u{$1}")
    .replace("\\p{Print}", "[\\x20-\\x7E]");
  return new RegExp(`^(?:${source})$`, unicode.test(source) ? "u" : "");
}
