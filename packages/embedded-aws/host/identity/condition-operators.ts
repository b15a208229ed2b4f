import { ArnPattern } from "./arn-pattern.ts";
import { Pattern } from "./pattern.ts";
import type { RequestContext } from "./request-context.ts";

/** Compares a value of the request with one value of the policy. */
export type Test = (actual: string, context: RequestContext) => boolean;

interface ConditionOperator {
  /** StringNotEquals and similar: met if no value of the policy matches, or if the key is absent. */
  readonly negated: boolean;
  /** Compiles one value of the policy. `variables` is false in policies of version 2008-10-17. */
  readonly test: (expected: string, variables: boolean) => Test;
  /** Whether the operator can take a value. @default it takes any */
  readonly accepts?: (expected: string) => boolean;
}

const equals =
  (normalise: (text: string) => string = (text) => text) =>
  (expected: string, variables: boolean): Test => {
    const pattern = new Pattern(expected, { variables });
    return (actual, context) => {
      const wanted = pattern.resolve(context);
      return wanted !== undefined && normalise(wanted) === normalise(actual);
    };
  };

const like = (expected: string, variables: boolean): Test => {
  const pattern = new Pattern(expected, { variables });
  return (actual, context) => pattern.matches(actual, context);
};

const arn = (expected: string, variables: boolean): Test => {
  const pattern = new ArnPattern(expected, { variables });
  return (actual, context) => pattern.matches(actual, context);
};

type Comparison = (actual: number, expected: number) => boolean;

const compare = (parse: (text: string) => number, comparison: Comparison) => ({
  negated: false,
  accepts: (expected: string) => !Number.isNaN(parse(expected)),
  test:
    (expected: string): Test =>
    (actual) =>
      comparison(parse(actual), parse(expected)),
});

const comparisons = (kind: string, parse: (text: string) => number): Record<string, ConditionOperator> => ({
  [`${kind}Equals`]: compare(parse, (actual, expected) => actual === expected),
  [`${kind}NotEquals`]: { ...compare(parse, (actual, expected) => actual === expected), negated: true },
  [`${kind}LessThan`]: compare(parse, (actual, expected) => actual < expected),
  [`${kind}LessThanEquals`]: compare(parse, (actual, expected) => actual <= expected),
  [`${kind}GreaterThan`]: compare(parse, (actual, expected) => actual > expected),
  [`${kind}GreaterThanEquals`]: compare(parse, (actual, expected) => actual >= expected),
});

const number = (text: string) => (text.trim() === "" ? Number.NaN : Number(text));
/** ISO 8601, or seconds since the epoch. */
const instant = (text: string) => (/^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text));
const lower = (text: string) => text.toLowerCase();
const isBoolean = (text: string) => /^(true|false)$/i.test(text);

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
export const conditionOperators: Readonly<Record<string, ConditionOperator>> = {
  StringEquals: { negated: false, test: equals() },
  StringNotEquals: { negated: true, test: equals() },
  StringEqualsIgnoreCase: { negated: false, test: equals(lower) },
  StringNotEqualsIgnoreCase: { negated: true, test: equals(lower) },
  StringLike: { negated: false, test: like },
  StringNotLike: { negated: true, test: like },
  ArnEquals: { negated: false, test: arn },
  ArnLike: { negated: false, test: arn },
  ArnNotEquals: { negated: true, test: arn },
  ArnNotLike: { negated: true, test: arn },
  Bool: { negated: false, test: equals(lower), accepts: isBoolean },
  ...comparisons("Numeric", number),
  ...comparisons("Date", instant),
};
