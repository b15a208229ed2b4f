import { validation } from "../errors.ts";

/**
 * Throws ValidationException for a request that has both expressions and what was before expressions, or placeholders without
 * an expression that could use them.
 * @param expressions the names of the operation's expressions
 * @param others the names of its parameters from the time before expressions
 */
export function checkParameters(
  request: object,
  expressions: readonly string[],
  others: readonly string[],
): void {
  const isGiven = (name: string) => Reflect.get(request, name) != null;
  const given = expressions.filter(isGiven);
  const older = others.filter(isGiven);
  if (given.length > 0 && older.length > 0)
    throw validation(
      `Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {${older.join(", ")}} Expression parameters: {${given.join(", ")}}`,
    );
  if (isGiven("ExpressionAttributeNames") && given.length === 0)
    throw validation("ExpressionAttributeNames can only be specified when using expressions");
  const withValues = expressions.filter((name) => name !== "ProjectionExpression");
  if (isGiven("ExpressionAttributeValues") && !withValues.some(isGiven))
    throw validation(
      `ExpressionAttributeValues can only be specified when using expressions: ${withValues.join(" and ")} ${withValues.length > 1 ? "are" : "is"} null`,
    );
}
