import { StatementError } from "../../error-codes.ts";
import { conditionOperators } from "./condition-operators.ts";
import type { RequestContext } from "./request-context.ts";

export type Condition = (context: RequestContext) => boolean;

/** Compiles one line of a Condition block. Throws StatementError if the operator is unknown or cannot take a value. */
export function compileCondition(
  operator: string,
  key: string,
  values: readonly string[],
  variables: boolean,
): Condition {
  if (values.length === 0) throw new StatementError(`${operator} ${key} has no values`);
  if (!/^[\w-]+:.+/.test(key))
    throw new StatementError(`the condition key "${key}" has no prefix such as aws: or s3:`);
  if (operator === "Null") return isAbsent(key, values);
  const [, set, name = "", ifExists] =
    /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
  const known = Object.hasOwn(conditionOperators, name) ? conditionOperators[name] : undefined;
  if (known === undefined)
    throw new StatementError(
      `the embedded AWS does not know the condition operator "${operator}"; it has Null, ${Object.keys(conditionOperators).join(", ")}, each with …IfExists, ForAllValues: and ForAnyValue:`,
    );
  const wrong = values.find((value) => known.accepts !== undefined && !known.accepts(value));
  if (wrong !== undefined) throw new StatementError(`${operator} ${key} cannot be compared with "${wrong}"`);

  const tests = values.map((value) => known.test(value, variables));
  const met = (actual: string, context: RequestContext) => {
    const matched = tests.some((test) => test(actual, context));
    return known.negated ? !matched : matched;
  };
  return (context) => {
    const actual = context.values(key);
    if (set === "ForAllValues") return actual.every((value) => met(value, context));
    if (actual.length === 0) return ifExists !== undefined || (known.negated && set === undefined);
    // Several values without a set operator: any of them may match; for a negated operator none may.
    return set === undefined && known.negated
      ? actual.every((value) => met(value, context))
      : actual.some((value) => met(value, context));
  };
}

function isAbsent(key: string, values: readonly string[]): Condition {
  const wanted = values.map((value) => value.toLowerCase());
  const wrong = wanted.find((value) => value !== "true" && value !== "false");
  if (wrong !== undefined) throw new StatementError(`Null ${key} takes true or false, not "${wrong}"`);
  return (context) => wanted.includes(String(context.values(key).length === 0));
}
