import { ExpressionError } from "./expression-error.ts";

/**
 * The value of JSON text. Step Functions also refuses a name that an object has twice, and a number beyond the range of a double.
 * @throws {ExpressionError} D3137.
 * @example parseJson('{"a":[1,null]}') // { a: [1, null] }
 */
export function parseJson(text: string): unknown {
  let fields = 0;
  let value: unknown;
  try {
    value = JSON.parse(text, (_, part) => {
      if (part === Number.POSITIVE_INFINITY || part === Number.NEGATIVE_INFINITY) throw invalid();
      if (typeof part === "object" && part !== null && !Array.isArray(part))
        fields += Object.keys(part).length;
      return part;
    });
  } catch {
    throw invalid();
  }
  if (namesIn(text) !== fields) throw invalid();
  return value;
}

const invalid = () => new ExpressionError("Invalid JSON", "D3137");

/** How many names of fields stand in JSON text: strings that a colon follows. */
function namesIn(text: string): number {
  let names = 0;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"\s*:?/gs)) if (token.endsWith(":")) names++;
  return names;
}
