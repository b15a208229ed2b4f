import { comparison } from "./comparison.ts";
import { type Condition, condition } from "./condition.ts";
import type { PatternReader } from "./pattern-reader.ts";

const fieldName = /[A-Za-z_]\w*/y;

type FieldTest = Condition<string>;

/**
 * Reads the inside of a pattern for events of fields between spaces, such as `ip, ..., status = 4*, bytes > 1000`. Text in quotes or
 * brackets is one field. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function fieldsPattern(reader: PatternReader): (message: string) => boolean {
  const [before, after] = fieldTests(reader);
  return (message) => {
    const fields = fieldsOf(message);
    if (after === undefined ? fields.length !== before.length : fields.length < before.length + after.length)
      return false;
    const last = fields.slice(fields.length - (after?.length ?? 0));
    return passes(before, fields) && passes(after ?? [], last);
  };
}

function passes(tests: readonly FieldTest[], fields: readonly string[]): boolean {
  return tests.every((test, index) => test(fields[index] ?? ""));
}

/** The tests of the fields before and after `...`. */
function fieldTests(reader: PatternReader): readonly [FieldTest[], FieldTest[]?] {
  const before: FieldTest[] = [];
  let after: FieldTest[] | undefined;
  do {
    if (!reader.take("...")) (after ?? before).push(fieldTest(reader));
    else if (after === undefined) after = [];
    else throw reader.unexpected();
  } while (reader.take(","));
  return after === undefined ? [before] : [before, after];
}

/** A field's name, or comparisons of it: `status = 404 || status = 410`. */
function fieldTest(reader: PatternReader): FieldTest {
  const names = new Set<string>();
  const test = condition<string>(reader, () => {
    const name = reader.match(fieldName)?.[0];
    if (name === undefined) throw reader.unexpected();
    names.add(name);
    return comparison(reader) ?? (() => true);
  });
  if (names.size > 1) throw reader.unexpected();
  return test;
}

function fieldsOf(message: string): string[] {
  const fields: string[] = [];
  const ends = { '"': '"', "[": "]" } as const;
  /** The signs of which no other follows, so that a search for them is made once. */
  const open = new Set<string>();
  for (let at = 0; at < message.length; ) {
    const sign = message.charAt(at);
    if (/\s/.test(sign)) {
      at++;
      continue;
    }
    const close = sign === '"' || sign === "[" ? ends[sign] : undefined;
    const end = close === undefined || open.has(close) ? -1 : message.indexOf(close, at + 1);
    if (close !== undefined && end === -1) open.add(close);
    if (end !== -1) {
      fields.push(message.slice(at + 1, end));
      at = end + 1;
    } else {
      const from = at;
      while (at < message.length && !/\s/.test(message.charAt(at))) at++;
      fields.push(message.slice(from, at));
    }
  }
  return fields;
}
