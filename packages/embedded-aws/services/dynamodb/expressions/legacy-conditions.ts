import { invalid, validation } from "../errors.ts";
import { type AttributeType, type AttributeValue, typeOf } from "../values/attribute-value.ts";
import { checkValue } from "../values/check-values.ts";
import { order } from "../values/compare.ts";
import type { Comparator, Condition, Operand } from "./condition.ts";
import type { KeyCondition } from "./key-condition.ts";

/** A condition of QueryFilter, ScanFilter, KeyConditions or Expected. */
export interface LegacyCondition {
  readonly ComparisonOperator?: string;
  readonly AttributeValueList?: readonly AttributeValue[];
  /** Expected only. */
  readonly Exists?: boolean;
  /** Expected only. */
  readonly Value?: AttributeValue;
}

export type LegacyConditions = Readonly<Record<string, LegacyCondition>>;

const comparators: Readonly<Record<string, Comparator | undefined>> = {
  EQ: "=",
  NE: "<>",
  LE: "<=",
  LT: "<",
  GE: ">=",
  GT: ">",
};

/** The condition that several are. Undefined for none. Throws ValidationException. */
export function legacyCondition(
  conditions: LegacyConditions | undefined,
  conditionalOperator: string | undefined,
): Condition | undefined {
  const parts = Object.entries(conditions ?? {}).map(([name, condition]) => partOf(name, condition));
  if (parts.length === 0 && conditionalOperator !== undefined)
    throw validation("ConditionalOperator cannot be used without Filter or Expected");
  if (parts.length === 1 && conditionalOperator !== undefined)
    throw validation("ConditionalOperator can only be used when Filter or Expected has two or more elements");
  const kind = conditionalOperator === "OR" ? "or" : "and";
  return parts.reduce<Condition | undefined>(
    (left, right) => (left ? { kind, left, right } : right),
    undefined,
  );
}

/** KeyConditions by attribute. Throws ValidationException. */
export function legacyKeyConditions(conditions: LegacyConditions): Map<string, KeyCondition> {
  return new Map(
    Object.entries(conditions).map(
      ([name, { ComparisonOperator: operator = "", AttributeValueList: values = [] }]) => {
        checkValues(operator, values);
        const by =
          comparators[operator] ??
          (operator === "BETWEEN" || operator === "BEGINS_WITH" ? operator : "other");
        return [name, { by: by === "<>" ? "other" : by, values }];
      },
    ),
  );
}

function partOf(name: string, condition: LegacyCondition): Condition {
  const { ComparisonOperator: operator, AttributeValueList, Value } = condition;
  if (AttributeValueList && Value)
    throw invalid(`Value and AttributeValueList cannot be used together for Attribute: ${name}`);
  if (operator === undefined) return existence(name, condition);
  if (condition.Exists !== undefined)
    throw invalid(`Exists and ComparisonOperator cannot be used together for Attribute: ${name}`);
  if (
    Value === undefined &&
    AttributeValueList === undefined &&
    operator !== "NULL" &&
    operator !== "NOT_NULL"
  )
    throw invalid(
      `Value or AttributeValueList must be used with ComparisonOperator: ${operator} for Attribute: ${name}`,
    );
  const values = AttributeValueList ?? (Value ? [Value] : []);
  checkValues(operator, values);
  return comparison(name, operator, values);
}

/** The condition of Expected without an operator. */
function existence(name: string, { AttributeValueList, Exists, Value }: LegacyCondition): Condition {
  if (AttributeValueList)
    throw invalid(`AttributeValueList can only be used with a ComparisonOperator for Attribute: ${name}`);
  if (Exists === false) {
    if (Value) throw invalid(`Value cannot be used when Exists is false for Attribute: ${name}`);
    return { kind: "attribute_not_exists", path: [name] };
  }
  if (Value === undefined)
    throw invalid(`Value must be provided when Exists is ${Exists ?? "null"} for Attribute: ${name}`);
  checkValue(Value);
  return comparison(name, "EQ", [Value]);
}

function comparison(name: string, operator: string, values: readonly AttributeValue[]): Condition {
  const of: Operand = { kind: "path", path: [name] };
  const options = values.map((value): Operand => ({ kind: "value", value }));
  const [first = of, second = of] = options;
  const by = comparators[operator];
  if (by !== undefined) return { kind: "compare", by, left: of, right: first };
  switch (operator) {
    case "NULL":
      return { kind: "attribute_not_exists", path: [name] };
    case "NOT_NULL":
      return { kind: "attribute_exists", path: [name] };
    case "IN":
      return { kind: "in", of, options };
    case "BETWEEN":
      return { kind: "between", of, low: first, high: second };
    case "BEGINS_WITH":
      return { kind: "begins_with", of, prefix: first };
    case "CONTAINS":
      return { kind: "contains", of, part: first };
    default: {
      // An absent attribute does not meet NOT_CONTAINS.
      const left: Condition = { kind: "attribute_exists", path: [name] };
      return { kind: "and", left, right: { kind: "not", of: { kind: "contains", of, part: first } } };
    }
  }
}

function checkValues(operator: string, values: readonly AttributeValue[]): void {
  for (const value of values) checkValue(value);
  const { length } = values;
  const [least, most] = counts[operator] ?? [1, 1];
  if (length < least || length > most)
    throw invalid(`Invalid number of argument(s) for the ${operator} ComparisonOperator`);
  const [first, second] = values;
  if (first === undefined) return;
  const type = typeOf(first);
  if (values.some((value) => typeOf(value) !== type))
    throw invalid("AttributeValues inside AttributeValueList must be of same type");
  if (valueTypes[operator] && !valueTypes[operator].includes(type))
    throw invalid(`ComparisonOperator ${operator} is not valid for ${type} AttributeValue type`);
  if (operator === "BETWEEN" && second && (order(first, second) ?? 0) > 0)
    throw validation(
      "The BETWEEN condition was provided a range where the lower bound is greater than the upper bound",
    );
}

/** Numbers of values by operator. @default one */
const counts: Readonly<Record<string, readonly [least: number, most: number] | undefined>> = {
  BETWEEN: [2, 2],
  IN: [1, Number.POSITIVE_INFINITY],
  NOT_NULL: [0, 0],
  NULL: [0, 0],
};

const scalars: readonly AttributeType[] = ["S", "N", "B"];
/** Types of values by operator. @default all */
const valueTypes: Readonly<Record<string, readonly AttributeType[] | undefined>> = {
  ...{ LE: scalars, LT: scalars, GE: scalars, GT: scalars, BETWEEN: scalars },
  ...{ CONTAINS: scalars, NOT_CONTAINS: scalars, IN: scalars, BEGINS_WITH: ["S", "B"] },
};
