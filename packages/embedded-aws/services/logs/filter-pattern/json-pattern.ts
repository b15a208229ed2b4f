import { comparison } from "./comparison.ts";
import { type Condition, condition } from "./condition.ts";
import type { PatternReader } from "./pattern-reader.ts";

const property = /\.([A-Za-z0-9_@*-]+)|\[\s*(\d+|\*)\s*\]|\.?\[\s*(?:'([^']*)'|"([^"]*)")\s*\]/y;

/**
 * Reads the inside of a pattern for JSON events, such as `$.level = "error" && $.ms > 100`. An event that is not JSON does not match.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function jsonPattern(reader: PatternReader): (message: string) => boolean {
  const test = condition(reader, jsonComparison);
  return (message) => {
    const event = parsed(message);
    return event !== undefined && test(event);
  };
}

function jsonComparison(reader: PatternReader): Condition<unknown> {
  reader.expect("$");
  const path: string[] = [];
  for (let next = reader.match(property); next !== undefined; next = reader.match(property)) {
    path.push(next[1] ?? next[2] ?? next[3] ?? next[4] ?? "");
  }
  if (path.length === 0) throw reader.unexpected();
  if (reader.match(/NOT\s+EXISTS\b/y)) return (event) => valuesAt(event, path).length === 0;
  const test = constant(reader) ?? comparison(reader);
  if (test === undefined) throw reader.unexpected();
  return (event) => valuesAt(event, path).some(test);
}

function constant(reader: PatternReader): ((value: unknown) => boolean) | undefined {
  const [, name] = reader.match(/IS\s+(NULL|TRUE|FALSE)\b/y) ?? [];
  if (name === undefined) return undefined;
  const wanted = name === "NULL" ? null : name === "TRUE";
  return (value) => value === wanted;
}

/** The values at a path. `*` stands for each property or item. */
function valuesAt(value: unknown, [step, ...rest]: readonly string[]): readonly unknown[] {
  if (step === undefined) return [value];
  if (typeof value !== "object" || value === null) return [];
  if (step === "*") return Object.values(value).flatMap((item) => valuesAt(item, rest));
  return Object.hasOwn(value, step) ? valuesAt(Reflect.get(value, step), rest) : [];
}

function parsed(message: string): unknown {
  if (!/^\s*[{[]/.test(message)) return undefined;
  try {
    return JSON.parse(message);
  } catch {
    return undefined;
  }
}
