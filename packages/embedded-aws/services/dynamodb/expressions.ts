import { AwsError } from "../../host/gateway/aws-error.ts";

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Limits.html#limits-expression-parameters */
const longestExpression = 4096;

/** dynalite's parser takes four times as long for each level of parentheses. This is about 0.3 s. */
const costliestExpression = 4 ** 7;

/** An expression as dynalite parses it: a condition or function, a typed value, or the path of an attribute. */
type Expression = Operation | Path | TypedValue;

type Path = readonly (string | number)[];

interface Operation {
  readonly type: string;
  readonly name?: string;
  readonly args: readonly Expression[];
}

interface TypedValue {
  readonly type?: undefined;
}

/** What a request's expressions were parsed to. */
export interface Parsed {
  readonly _condition?: { readonly expression: Expression };
  readonly _filter?: { readonly expression: Expression };
  readonly _projection?: { readonly paths: readonly Path[] };
  readonly _updates?: { readonly sections: readonly { readonly path: Path; readonly val?: Expression }[] };
}

/** The paths in an expression. */
export function pathsOf(expression: Expression): readonly Path[] {
  if (isPath(expression)) return [expression];
  return isOperation(expression) ? expression.args.flatMap(pathsOf) : [];
}

/** Throws ValidationException for an expression that is too long, or would take dynalite too long to parse. */
export function checkExpression(name: string, text: string): void {
  const bytes = Buffer.byteLength(text);
  if (bytes > longestExpression)
    throw refused(name, `Expression size has exceeded the maximum allowed size; expression size: ${bytes}`);
  let depth = 0;
  let cost = 0;
  for (const character of text) {
    if (character === ")") depth -= 1;
    if (character !== "(") continue;
    depth += 1;
    cost += 4 ** depth;
  }
  if (cost > costliestExpression) throw refused(name, "the embedded AWS cannot parse parentheses so deep");
}

/** dynalite throws on other operands that an item lacks, where nobody can catch it. */
export function operandProblem({ _condition, _filter }: Parsed): string | undefined {
  const found = [_condition, _filter].find((parsed) => parsed && hasUncertainOperand(parsed.expression));
  return (
    found && "the embedded AWS compares BETWEEN, IN and begins_with only with values, not with attributes"
  );
}

function hasUncertainOperand(expression: Expression): boolean {
  if (!isOperation(expression)) return false;
  const { type, name, args } = expression;
  const [, ...others] = args;
  const needsValues = type === "between" || type === "in" || name === "begins_with";
  if (needsValues && others.some((operand) => isPath(operand) || isOperation(operand))) return true;
  return args.some(hasUncertainOperand);
}

function isPath(expression: Expression): expression is Path {
  return Array.isArray(expression);
}

function isOperation(expression: Expression): expression is Operation {
  return "type" in expression && expression.type !== undefined;
}

function refused(name: string, problem: string): AwsError {
  return new AwsError("ValidationException", `Invalid ${name}: ${problem}`);
}
