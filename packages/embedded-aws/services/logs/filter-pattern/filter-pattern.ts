import { fieldsPattern } from "./fields-pattern.ts";
import { jsonPattern } from "./json-pattern.ts";
import { PatternReader } from "./pattern-reader.ts";
import { invalidCharacters, refusedPattern } from "./refused-pattern.ts";
import { regularExpression } from "./regular-expression.ts";

/** Reads the inside of a structured pattern. */
const structured = { "{": ["}", jsonPattern], "[": ["]", fieldsPattern] } as const;

/**
 * Whether a message matches a filter pattern: words and phrases, `{ $.level = "error" }`, `[a, b = 4*]` or `%regular expression%`.
 * Throws InvalidParameterException, with AWS's text, for an invalid one.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 *
 * @example filterPattern("?WARN ?ERROR")("ERROR: x") // true
 */
export function filterPattern(pattern: string): (message: string) => boolean {
  const text = pattern.trim();
  if (text === "") return () => true;
  const first = text.charAt(0);
  if (first === "{" || first === "[") {
    const [end, read] = structured[first];
    // https://github.com/jorgebastida/awslogs/issues/210
    if (!text.endsWith(end))
      throw refusedPattern(`If a filter pattern starts with '${first}' it must end with '${end}'`);
    const reader = new PatternReader(text.slice(1, -1));
    const matches = read(reader);
    if (!reader.isAtEnd) throw reader.unexpected();
    return matches;
  }
  if (text.length > 2 && first === "%" && text.endsWith("%")) return regularExpression(text.slice(1, -1));
  return wordsPattern(text);
}

/** "Enclose exact phrases and terms that include non-alphanumeric characters in double quotation marks." */
function wordsPattern(text: string): (message: string) => boolean {
  const terms = [...text.matchAll(/([?-]?)(?:"((?:\\.|[^"\\])*)"|(\S+))/g)].map(
    ([, mark = "", phrase, word = ""]) => {
      const [, invalid] = /([^\w\s]+)/.exec(phrase === undefined ? word : "") ?? [];
      if (invalid !== undefined) throw invalidCharacters(invalid);
      if (phrase === "") throw invalidCharacters('""');
      return { mark, text: phrase?.replace(/\\(.)/g, "$1") ?? word };
    },
  );
  const having = (mark: string) => terms.filter((term) => term.mark === mark).map((term) => term.text);
  const [all, any, none] = [having(""), having("?"), having("-")];
  // "If you combine '?' with other filtering patterns, the question mark will be ignored."
  const isAny = any.length > 0 && all.length === 0 && none.length === 0;
  return (message) =>
    all.every((term) => message.includes(term)) &&
    (!isAny || any.some((term) => message.includes(term))) &&
    !none.some((term) => message.includes(term));
}
