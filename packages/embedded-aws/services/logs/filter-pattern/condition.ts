import type { PatternReader } from "./pattern-reader.ts";

/** A test of an event. */
export type Condition<T> = (event: T) => boolean;

/** Reads comparisons that `&&`, `||` and parentheses join. `&&` binds closer. */
export function condition<T>(
  reader: PatternReader,
  comparison: (reader: PatternReader) => Condition<T>,
): Condition<T> {
  const unit = (): Condition<T> => {
    if (!reader.take("(")) return comparison(reader);
    const inner = condition(reader, comparison);
    reader.expect(")");
    return inner;
  };
  const all = joined(reader, "&&", unit, (tests) => (event) => tests.every((test) => test(event)));
  return joined(reader, "||", all, (tests) => (event) => tests.some((test) => test(event)))();
}

function joined<T>(
  reader: PatternReader,
  operator: string,
  part: () => Condition<T>,
  join: (tests: readonly Condition<T>[]) => Condition<T>,
): () => Condition<T> {
  return () => {
    const tests = [part()];
    while (reader.take(operator)) tests.push(part());
    return join(tests);
  };
}
