import { isRecord, must } from "@batchline/diagnostics";
import type { z } from "zod";
import { expressionProblems } from "./expressions.ts";
import { type DefinitionProblem, InvalidDefinitionError, isWarning } from "./invalid-definition-error.ts";
import { nestsDeeper } from "./json.ts";
import { jsonPathProblems } from "./json-path.ts";
import { syntaxFault } from "./json-syntax.ts";
import { limits } from "./limits.ts";
import { type OutlinedBlock, outline } from "./outline.ts";
import type { StateMachineDefinition } from "./schema.ts";
import { StateMachineSchema } from "./schema.ts";
import { transitionProblems } from "./transitions.ts";
import { assignedVariables, variableProblems } from "./variables.ts";

/**
 * Reads a definition.
 * @throws {InvalidDefinitionError} with every problem that makes AWS refuse it at creation.
 * @example parseDefinition('{"QueryLanguage":"JSONata","StartAt":"A","States":{"A":{"Type":"Succeed"}}}').StartAt // "A"
 */
export function parseDefinition(text: string): StateMachineDefinition {
  const [first, ...rest] = problemsIn(text).filter((problem) => !isWarning(problem));
  if (first !== undefined) throw new InvalidDefinitionError([first, ...rest]);
  return JSON.parse(text);
}

/** Every problem of a definition's text, warnings included. @example problemsIn("{}").map(({ path }) => path) // ["/"] */
export function problemsIn(text: string): DefinitionProblem[] {
  const tooLarge = sizeProblem(text);
  if (tooLarge !== undefined) return [tooLarge];
  const problem = (code: "BL-L001" | "BL-L002", path: string | null, message: string) => [
    { code, path, message },
  ];
  if (text.trim() === "") return problem("BL-L002", null, "Definition must be a valid JSON object");
  let definition: unknown;
  try {
    definition = JSON.parse(text);
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    const { location, message } = syntaxFault(text, cause);
    return problem("BL-L001", location, message);
  }
  return checkDefinition(definition);
}

/**
 * Every problem of a definition, warnings included.
 * @param definition As parsed from JSON.
 * @example checkDefinition({ StartAt: "A" })[0].message // "These fields are required: [States]"
 */
export function checkDefinition(definition: unknown): DefinitionProblem[] {
  if (nestsDeeper(definition, limits.nesting)) return [tooDeep];
  const tooLarge = sizeProblem(JSON.stringify(definition));
  if (tooLarge !== undefined) return [tooLarge];
  let block: OutlinedBlock;
  try {
    block = outline(definition);
  } catch (error) {
    if (error instanceof InvalidDefinitionError) return [...error.problems];
    throw error;
  }
  const jsonPath = jsonPathProblems(block, isRecord(definition) ? definition.QueryLanguage : undefined);
  if (jsonPath.length > 0) return jsonPath;
  const parsed = StateMachineSchema.safeParse(definition);
  if (!parsed.success) return parsed.error.issues.flatMap(schemaProblems);
  return [
    ...transitionProblems(block),
    ...expressionProblems(parsed.data, assignedVariables(parsed.data)),
    ...variableProblems(parsed.data),
  ];
}

const tooDeep: DefinitionProblem = {
  code: "BL-L002",
  path: "/",
  message: `arrays and objects are in one another more than ${limits.nesting} deep`,
};

function sizeProblem(text: string): DefinitionProblem | undefined {
  const bytes = Buffer.byteLength(text);
  if (bytes <= limits.definitionBytes) return undefined;
  const message = `the definition has ${bytes} bytes; ${limits.definitionBytes} are allowed`;
  return { code: "BL-L003", path: "/", message };
}

function schemaProblems(issue: z.core.$ZodIssue): DefinitionProblem[] {
  if (issue.code === "invalid_union") {
    // A union's own message does not name the problem: the branch that came furthest does.
    const best = issue.errors
      .map((errors) => errors.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] })))
      .sort((a, b) => (b[0]?.path.length ?? 0) - (a[0]?.path.length ?? 0))[0];
    if (best !== undefined && best.length > 0) return best.flatMap(schemaProblems);
  }
  const at = (message: string, path = issue.path): DefinitionProblem => ({
    code: "BL-L002",
    path: pathText(path),
    state: stateIn(path),
    message,
  });
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => at(`Field '${key}' is not supported`));
  if (issue.code === "invalid_type" && issue.message.endsWith("received undefined")) {
    const field = String(must(issue.path.at(-1), "the whole definition is an object: its outline was read"));
    return [at(`These fields are required: [${field}]`, issue.path.slice(0, -1))];
  }
  const empty = issue.code === "too_small" && issue.origin === "array";
  return [at(empty ? "Value cannot be empty" : issue.message)];
}

function pathText(path: readonly PropertyKey[]): string {
  const parts = path.map((part) => (typeof part === "number" ? `[${part}]` : `/${String(part)}`));
  return parts.join("") || "/";
}

/** The innermost state that a path leads into. */
function stateIn(path: readonly PropertyKey[]): string | undefined {
  let state: string | undefined;
  for (let at = 0; path[at] === "States"; at += path[at + 2] === "ItemProcessor" ? 3 : 4) {
    if (path[at + 1] !== undefined) state = String(path[at + 1]);
  }
  return state;
}
