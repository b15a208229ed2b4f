/** Makes an error of a reason. */
export type Invalid = (reason: string) => Error;

const comparisons: Readonly<Record<string, (value: number, limit: number) => boolean>> = {
  "=": (value, limit) => value === limit,
  "<": (value, limit) => value < limit,
  "<=": (value, limit) => value <= limit,
  ">": (value, limit) => value > limit,
  ">=": (value, limit) => value >= limit,
};

/**
 * `[">", 0, "<=", 5]`: a comparison, or a lower bound and an upper one. Throws what `invalid` makes.
 * The words are those of LocalStack's recordings: test_sns_filter_policy.snapshot.json
 */
export function numericTest(operand: unknown, invalid: Invalid): (value: unknown) => boolean {
  if (!Array.isArray(operand) || operand.length === 0) throw invalid("Invalid member in numeric match: ]");
  const [operator, limit, second, upper, ...rest]: unknown[] = operand;
  const lower = bound(operator, limit, invalid);
  if (operand.length === 2) return ofNumber(lower.test);
  if (!String(operator).startsWith(">")) throw invalid("Too many elements in numeric expression");
  if (typeof second !== "string") throw invalid(`Bad value in numeric range: ${JSON.stringify(second)}`);
  if (!second.startsWith("<")) throw invalid(`Bad numeric range operator: ${second}`);
  const high = bound(second, upper, invalid);
  if (rest.length > 0) throw invalid("Too many terms in numeric range expression");
  if (lower.limit >= high.limit) throw invalid("Bottom must be less than top");
  return ofNumber((value) => lower.test(value) && high.test(value));
}

function bound(operator: unknown, limit: unknown, invalid: Invalid) {
  const compare =
    typeof operator === "string" && Object.hasOwn(comparisons, operator) ? comparisons[operator] : undefined;
  if (compare === undefined) throw invalid(`Unrecognized numeric range operator: ${operator}`);
  if (typeof limit !== "number")
    throw invalid(`Value of ${operator === "=" ? "equals" : operator} must be numeric`);
  return { limit, test: (value: number) => compare(value, limit) };
}

function ofNumber(test: (value: number) => boolean): (value: unknown) => boolean {
  return (value) => typeof value === "number" && test(value);
}
