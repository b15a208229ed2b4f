import { isRecord } from "@batchline/diagnostics";
import type { DefinitionProblem } from "./invalid-definition-error.ts";
import { expressionIn, readExpression } from "./jsonata.ts";
import { isJsonataFunction } from "./jsonata-functions.ts";
import type { Block, State } from "./schema.ts";
import { assignedVariables } from "./variables.ts";
import { allStates } from "./walk.ts";

interface Expression {
  readonly path: string;
  readonly source: string;
  /** The field of `$states` that only some fields have. */
  readonly own: "result" | "errorOutput" | undefined;
}

/** Every expression must be JSONata 2.0.6, and read only what is there. */
export function expressionProblems(machine: Block, assigned: ReadonlySet<string>): DefinitionProblem[] {
  return allStates(machine).flatMap(({ name, state, path }) =>
    expressionsOf(state, path).flatMap((expression) => problemsOf(expression, name, assigned)),
  );
}

/**
 * The variables that each state reads, in the order of the alphabet; states that read none are left out.
 * @example variableReferences(parseDefinition(text)) // { "Add up": ["total"] }
 */
export function variableReferences(machine: Block): Record<string, string[]> {
  const assigned = assignedVariables(machine);
  const read = allStates(machine).map(({ name, state, path }) => {
    const names = expressionsOf(state, path).flatMap(({ source }) => {
      const found = readExpression(source);
      return "message" in found ? [] : [...found.variables];
    });
    const variables = names.filter((each) => assigned.has(each) || !isJsonataFunction(each));
    return [name, [...new Set(variables)].sort()] as const;
  });
  return Object.fromEntries(read.filter(([, variables]) => variables.length > 0));
}

function problemsOf(
  { path, source, own }: Expression,
  state: string,
  assigned: ReadonlySet<string>,
): DefinitionProblem[] {
  const read = readExpression(source);
  if ("message" in read) {
    const { message, position } = read;
    return [{ code: "BL-L009", path, state, message, expression: { source, position } }];
  }
  const problem = (code: "BL-L010" | "BL-L013", message: string): DefinitionProblem => ({
    code,
    path,
    state,
    message,
    expression: { source },
  });
  const there = new Set(["input", "context", own]);
  return [
    ...[...read.context].map((name) =>
      problem(
        "BL-L010",
        `Reference to '${name}' ${name === "$$" ? "" : "at the top level "}is not supported.`,
      ),
    ),
    ...[...read.states]
      .filter((field) => !there.has(field))
      .map((field) => problem("BL-L010", `Field '$states.${field}' does not exist.`)),
    ...(read.bound.has("states")
      ? [problem("BL-L010", "'$states' is reserved and cannot be assigned.")]
      : []),
    ...[...read.variables]
      .filter((name) => !assigned.has(name) && !isJsonataFunction(name))
      .map((name) => problem("BL-L013", `Variable '${name}' is possibly not defined.`)),
  ];
}

/** Fields in which AWS takes `{% … %}` for text. */
const texts = new Set(["Type", "Comment", "QueryLanguage", "Next", "Default", "Resource", "Retry", "Label"]);

function expressionsOf(state: State, path: string): Expression[] {
  const hasResult = state.Type === "Task" || state.Type === "Map" || state.Type === "Parallel";
  return Object.entries(state).flatMap(([field, value]): Expression[] => {
    const at = `${path}/${field}`;
    if (texts.has(field) || field === "ItemProcessor" || field === "Branches") return [];
    if (field === "Catch" || field === "Choices") {
      const own = field === "Catch" ? "errorOutput" : undefined;
      return (value as readonly Record<string, unknown>[]).flatMap(({ Condition, Assign, Output }, index) =>
        Object.entries({ Condition, Assign, Output }).flatMap(([name, part]) =>
          within(part, `${at}[${index}]/${name}`, own),
        ),
      );
    }
    return within(value, at, hasResult && (field === "Output" || field === "Assign") ? "result" : undefined);
  });
}

function within(value: unknown, path: string, own: Expression["own"]): Expression[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => within(item, `${path}[${index}]`, own));
  if (isRecord(value)) {
    return Object.entries(value)
      .filter(([key]) => !(key === "CSVHeaders" && path.endsWith("/ItemReader/ReaderConfig")))
      .flatMap(([key, item]) => within(item, `${path}/${key}`, own));
  }
  const source = typeof value === "string" ? expressionIn(value) : undefined;
  return source === undefined ? [] : [{ path, source, own }];
}
