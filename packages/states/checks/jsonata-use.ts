import jsonata from "jsonata";
import type { Step } from "../core/step.ts";
import type { StatesError } from "../errors.ts";
import { isBuiltIn } from "../expression/built-ins.ts";
import type { AslMachine, AslState } from "../lowering/asl.ts";
import { problemOf } from "./problem.ts";

type Place = Pick<Step, "name" | "place">;

/** Expressions that are not JSONata, call what Step Functions does not have, or read what no state assigns. */
export function* jsonataProblems(
  machine: AslMachine,
  steps: ReadonlyMap<string, Place>,
): Generator<StatesError> {
  const states = [...everyState(machine)];
  const assigned = new Set(states.flatMap(([, state]) => assignedBy(state)));
  for (const [name, state] of states) {
    const step = steps.get(name) ?? { name, place: undefined };
    for (const expression of expressionsOf(state)) {
      yield* expressionProblems(expression, step, assigned);
    }
  }
}

function* expressionProblems(
  expression: string,
  step: Place,
  assigned: ReadonlySet<string>,
): Generator<StatesError> {
  let tree: unknown;
  try {
    tree = jsonata(expression).ast();
  } catch (error) {
    const { message = String(error), position } = error as { message?: string; position?: number };
    yield problemOf("BL-S007", step, `${message} at character ${position ?? "?"} of ${expression}`);
    return;
  }
  const { read, bound } = variablesIn(tree);
  for (const name of read) {
    if (name === "" || name === "$" || name === "states") continue;
    if (bound.has(name) || assigned.has(name) || isBuiltIn(name)) continue;
    yield problemOf("BL-S008", step, `Step Functions has no $${name} for ${expression}`);
  }
}

/** The variables that a syntax tree reads, and those that it makes itself: by `:=`, as parameters, by `@` and `#`. */
function variablesIn(tree: unknown): { read: Set<string>; bound: Set<string> } {
  const read = new Set<string>();
  const bound = new Set<string>();
  visit(tree);
  return { read, bound };

  function visit(part: unknown): void {
    if (Array.isArray(part)) {
      part.forEach(visit);
      return;
    }
    if (typeof part !== "object" || part === null) return;
    const node = part as Readonly<Record<string, unknown>>;
    if (node.type === "variable") read.add(String(node.value));
    if (node.type === "bind") bind(node.lhs);
    if (node.type === "lambda" && Array.isArray(node.arguments)) node.arguments.forEach(bind);
    for (const label of [node.focus, node.index]) if (typeof label === "string") bound.add(label);
    Object.values(node).forEach(visit);
  }

  function bind(variable: unknown): void {
    if (typeof variable === "object" && variable !== null && "value" in variable)
      bound.add(String(variable.value));
  }
}

/** Every state of `machine`, also those of its maps and parallels. */
export function* everyState(machine: AslMachine): Generator<[name: string, state: AslState]> {
  for (const [name, state] of Object.entries(machine.States)) {
    yield [name, state];
    for (const inner of [state.ItemProcessor, ...(state.Branches ?? [])]) {
      if (inner !== undefined) yield* everyState(inner);
    }
  }
}

function assignedBy(state: AslState): string[] {
  const assigns = [state.Assign, ...(state.Catch ?? []).map(({ Assign }) => Assign)];
  return assigns.flatMap((assign) => Object.keys(assign ?? {}));
}

/** The expressions of a state itself, without `{%` and `%}`. */
function* expressionsOf(state: AslState): Generator<string> {
  const { ItemProcessor: _processor, Branches: _branches, ...own } = state;
  const pending: unknown[] = [own];
  while (pending.length > 0) {
    const part = pending.pop();
    if (typeof part === "string" && part.startsWith("{%") && part.endsWith("%}"))
      yield part.slice(2, -2).trim();
    else if (typeof part === "object" && part !== null) pending.push(...Object.values(part));
  }
}
