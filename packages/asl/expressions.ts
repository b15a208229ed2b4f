import jsonata from "jsonata";
import type { Json } from "./json.ts";
import { isObject } from "./json.ts";
import type { Block } from "./types.ts";
import { allStates } from "./walk.ts";

/** The source between `{%` and `%}`, or undefined when `value` is not an expression but stands for itself. */
export function expressionIn(value: string): string | undefined {
  return /^\{%([\s\S]*)%\}$/.exec(value)?.[1]?.trim();
}

/** Every expression must parse, and use nothing that JSONata 2.0.6, which AWS runs, does not have. */
export function checkExpressions(machine: Block): string[] {
  return allStates(machine).flatMap(({ state, path }) => {
    // The states inside a Map or Parallel come by themselves.
    const own = Object.entries(state).filter(([field]) => field !== "ItemProcessor" && field !== "Branches");
    return check(Object.fromEntries(own), path);
  });
}

function check(value: Json, path: string): string[] {
  if (Array.isArray(value)) return value.flatMap((item: Json, index) => check(item, `${path}/${index}`));
  if (isObject(value)) return Object.entries(value).flatMap(([key, item]) => check(item, `${path}/${key}`));
  const source = typeof value === "string" ? expressionIn(value) : undefined;
  if (source === undefined) return [];
  try {
    jsonata(source);
  } catch (error) {
    return [`${path}: ${syntaxError(error)} in the JSONata expression '${source}'`];
  }
  const newer = operatorsOfLaterVersions(source);
  return newer.map(
    (operator) =>
      `${path}: the operator ${operator} is not in JSONata 2.0.6, which Step Functions runs; write a ? b : c`,
  );
}

function syntaxError(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string };
  return `${code ?? "S0500"}: ${message ?? String(error)}`;
}

/** What is no operator even where it looks like one: strings, quoted names, comments, regular expressions. */
const opaque =
  /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`[^`]*`|\/\*[\s\S]*?\*\/|(?<=(?:^|[(,=~>{[:;&?|])\s*)\/(?:\\.|[^/\\])+\/[im]*/g;

function operatorsOfLaterVersions(source: string): string[] {
  const code = source.replace(opaque, "''");
  return ["??", "?:"].filter((operator) => code.includes(operator));
}
