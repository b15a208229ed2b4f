import { validation } from "../errors.ts";
import type { AttributeValue } from "../values/attribute-value.ts";
import type { Comparator, Condition, Operand } from "./condition.ts";

/** A condition on one key attribute of a Query. */
export interface KeyCondition {
  readonly by: Comparator | "BETWEEN" | "BEGINS_WITH" | "other";
  /** Two for BETWEEN. */
  readonly values: readonly AttributeValue[];
}

/** The conditions of a KeyConditionExpression by attribute. Throws ValidationException. */
export function keyConditions(condition: Condition): Map<string, KeyCondition> {
  const conditions = new Map<string, KeyCondition>();
  for (const part of conjuncts(condition)) {
    const [name, found] = keyCondition(part);
    if (conditions.has(name))
      throw validation("KeyConditionExpressions must only contain one condition per key");
    conditions.set(name, found);
  }
  return conditions;
}

function conjuncts(condition: Condition): Condition[] {
  return condition.kind === "and"
    ? [...conjuncts(condition.left), ...conjuncts(condition.right)]
    : [condition];
}

function keyCondition(condition: Condition): readonly [name: string, condition: KeyCondition] {
  switch (condition.kind) {
    case "compare": {
      const { by, left, right } = condition;
      if (by === "<>") break;
      const name = keyName([left, right]);
      return left.kind === "path"
        ? [name, { by, values: valuesOf([right]) }]
        : [name, { by: swapped[by], values: valuesOf([left]) }];
    }
    case "between": {
      const bounds = [condition.low, condition.high];
      return [firstKey("BETWEEN", condition.of, bounds), { by: "BETWEEN", values: valuesOf(bounds) }];
    }
    case "begins_with": {
      const { of, prefix } = condition;
      return [firstKey("begins_with", of, [prefix]), { by: "BEGINS_WITH", values: valuesOf([prefix]) }];
    }
  }
  const operator = condition.kind === "compare" ? condition.by : condition.kind;
  const name = operator.includes("_") || operator === "contains" ? operator : operator.toUpperCase();
  throw validation(`Invalid operator used in KeyConditionExpression: ${name}`);
}

const swapped = { "=": "=", "<": ">", "<=": ">=", ">": "<", ">=": "<=" } as const;

function firstKey(operator: string, of: Operand, others: readonly Operand[]): string {
  if (of.kind !== "path")
    throw invalid(`${operator} operator must have the key attribute as its first operand`);
  return keyName([of, ...others]);
}

/** The one attribute among the operands. */
function keyName(operands: readonly Operand[]): string {
  if (operands.some(({ kind }) => kind === "size"))
    throw validation("KeyConditionExpressions cannot contain nested operations");
  const [path, ...others] = operands.flatMap((operand) => (operand.kind === "path" ? [operand.path] : []));
  if (path === undefined) throw invalid("No key attribute specified");
  if (others.length > 0) throw invalid("Multiple attribute names used in one condition");
  if (path.length > 1)
    throw validation("KeyConditionExpressions cannot have conditions on nested attributes");
  return String(path[0]);
}

function valuesOf(operands: readonly Operand[]): AttributeValue[] {
  return operands.flatMap((operand) => (operand.kind === "value" ? [operand.value] : []));
}

function invalid(problem: string): Error {
  return validation(`Invalid condition in KeyConditionExpression: ${problem}`);
}
