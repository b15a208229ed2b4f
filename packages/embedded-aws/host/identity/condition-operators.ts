import ipaddr from "ipaddr.js";
import { ArnPattern } from "./arn-pattern.ts";
import { Pattern } from "./pattern.ts";
import type { RequestContext } from "./request-context.ts";

export type Test = (actual: string, context: RequestContext) => boolean;

interface Comparison {
  /** Compiles one value of the policy. `variables` is false in policies of version 2008-10-17. */
  readonly test: (expected: string, variables: boolean) => Test;
  /** Whether the operator can take a value. @default it takes any */
  readonly accepts?: (expected: string) => boolean;
}

interface ConditionOperator extends Comparison {
  /** StringNotEquals and similar: met if no value of the policy matches, or if the key is absent. */
  readonly negated: boolean;
}

const equals =
  (normalise: (text: string) => string = (text) => text): Comparison["test"] =>
  (expected, variables) => {
    const pattern = new Pattern(expected, { variables });
    return (actual, context) => {
      const wanted = pattern.resolve(context);
      return wanted !== undefined && normalise(wanted) === normalise(actual);
    };
  };

const like =
  (Kind: typeof Pattern | typeof ArnPattern): Comparison["test"] =>
  (expected, variables) => {
    const pattern = new Kind(expected, { variables });
    return (actual, context) => pattern.matches(actual, context);
  };

const orders: Readonly<Record<string, (actual: number, expected: number) => boolean>> = {
  Equals: (actual, expected) => actual === expected,
  LessThan: (actual, expected) => actual < expected,
  LessThanEquals: (actual, expected) => actual <= expected,
  GreaterThan: (actual, expected) => actual > expected,
  GreaterThanEquals: (actual, expected) => actual >= expected,
};

const ordered = (kind: string, parse: (text: string) => number): Record<string, Comparison> => {
  const accepts = (expected: string) => !Number.isNaN(parse(expected));
  return Object.fromEntries(
    Object.entries(orders).map(([order, holds]) => [
      kind + order,
      { accepts, test: (expected) => (actual) => holds(parse(actual), parse(expected)) },
    ]),
  );
};

const number = (text: string) => (text.trim() === "" ? Number.NaN : Number(text));
/** ISO 8601, or seconds since the epoch. */
const instant = (text: string) => (/^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text));
const lower = (text: string) => text.toLowerCase();

/** An address, or a range such as `10.0.0.0/8` or `2001:db8::/32`. */
const isRange = (text: string) =>
  ipaddr.isValidCIDR(text) || (ipaddr.isValid(text) && !/^\d+(\.\d+){0,2}$/.test(text));

function inRange(expected: string): Test {
  const [network, bits] = ipaddr.isValidCIDR(expected)
    ? ipaddr.parseCIDR(expected)
    : ipaddr.parseCIDR(`${expected}/${expected.includes(":") ? 128 : 32}`);
  return (actual) => {
    if (!ipaddr.isValid(actual)) return false;
    const address = ipaddr.process(actual);
    return address.kind() === network.kind() && address.match(network, bits);
  };
}

const isBase64 = (text: string) => Buffer.from(text, "base64").toString("base64") === text;

const comparisons: Readonly<Record<string, Comparison>> = {
  StringEquals: { test: equals() },
  StringEqualsIgnoreCase: { test: equals(lower) },
  StringLike: { test: like(Pattern) },
  ArnEquals: { test: like(ArnPattern) },
  ArnLike: { test: like(ArnPattern) },
  Bool: { test: equals(lower), accepts: (text) => /^(true|false)$/i.test(text) },
  IpAddress: { test: inRange, accepts: isRange },
  BinaryEquals: { test: equals(), accepts: isBase64 },
  ...ordered("Numeric", number),
  ...ordered("Date", instant),
};

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
export const conditionOperators: Readonly<Record<string, ConditionOperator>> = Object.fromEntries(
  Object.entries(comparisons).flatMap(([name, comparison]) => {
    const negation = name.replace(/^(String|Arn|Numeric|Date)(?=Equals|Like)|^(?=IpAddress)/, "$1Not");
    return [
      [name, { ...comparison, negated: false }],
      ...(negation === name ? [] : [[negation, { ...comparison, negated: true }]]),
    ];
  }),
);
