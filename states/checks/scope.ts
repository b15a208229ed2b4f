import type { StatesError } from "../errors.ts";
import { descend, type Node } from "../expression/node.ts";
import { isAssigning, ownExpressions, type Sequence, type Step, within } from "../machine/step.ts";
import type { Variable } from "../machine/variable.ts";
import { problemOf } from "./problem.ts";

type Assigned = ReadonlySet<Variable>;

/**
 * Reads of variables that some way to a state does not assign, or that are assigned only inside a map or a parallel, whose variables
 * end with it.
 */
export function scopeProblems(root: Sequence, live: ReadonlySet<Variable>): StatesError[] {
  const problems: StatesError[] = [];
  const scopes = variableScopes(root);
  walk(root, new Set(), [root]);
  return problems;

  /** Checks `sequence` and gives what is assigned after it; undefined when nothing comes after it. */
  function walk(sequence: Sequence, before: Assigned, around: readonly Sequence[]): Assigned | undefined {
    let assigned: Assigned | undefined = before;
    for (const step of sequence.steps) {
      if (assigned === undefined) return undefined;
      assigned = after(step, assigned, around);
    }
    return assigned;
  }

  function after(step: Step, assigned: Assigned, around: readonly Sequence[]): Assigned | undefined {
    for (const node of ownExpressions(step)) read(node, step, assigned, around);
    switch (step.kind) {
      case "succeed":
      case "fail":
        return undefined;
      case "choice": {
        const ways = within(step).map((block) => walk(block, assigned, around));
        return inAll(step.otherwise === undefined ? [...ways, assigned] : ways);
      }
      case "attempt":
        return inAll([
          walk(step.body, assigned, around),
          walk(step.handler, new Set([...assigned, step.error]), around),
        ]);
      default: {
        for (const body of within(step)) walk(body, assigned, [...around, body]);
        const made = step.assign.filter(({ variable }) => live.has(variable));
        for (const { value } of made) read(value, step, assigned, around);
        return new Set([...assigned, ...made.map(({ variable }) => variable)]);
      }
    }
  }

  function read(expression: Node, step: Step, assigned: Assigned, around: readonly Sequence[]): void {
    for (const node of descend(expression)) {
      if (node.kind !== "variable" || assigned.has(node.variable)) continue;
      const what = `it uses the value of ${JSON.stringify(node.variable.hint)}`;
      const scope = scopes.get(node.variable);
      problems.push(
        scope === undefined || !around.includes(scope)
          ? problemOf("BL-S004", step, `${what}, which is made in a block that it is not in`)
          : problemOf("BL-S005", step, `${what}, which not every way to it makes`),
      );
    }
  }
}

/** What is in every one of `ways` that go on. */
function inAll(ways: readonly (Assigned | undefined)[]): Assigned | undefined {
  const [first, ...rest] = ways.filter((way) => way !== undefined);
  return first && new Set([...first].filter((variable) => rest.every((way) => way.has(variable))));
}

/** The machine, iteration or branch in which each variable lives. */
function variableScopes(root: Sequence): ReadonlyMap<Variable, Sequence> {
  const scopes = new Map<Variable, Sequence>();
  visit(root, root);
  return scopes;

  function visit(sequence: Sequence, scope: Sequence): void {
    for (const step of sequence.steps) {
      if (isAssigning(step)) for (const { variable } of step.assign) scopes.set(variable, scope);
      if (step.kind === "attempt") scopes.set(step.error, scope);
      const opensScope = step.kind === "map" || step.kind === "parallel";
      for (const inner of within(step)) visit(inner, opensScope ? inner : scope);
    }
  }
}
