import { isAssigning, ownExpressions, type Sequence, type Step, within } from "../core/step.ts";
import type { StatesError } from "../errors.ts";
import { descend, type Node, type Variable } from "../expression/node.ts";
import { problemOf } from "./problem.ts";

type Assigned = ReadonlySet<Variable>;

/** The machine, iterations and branches around a state. */
interface Surroundings {
  /** The blocks whose variables a state may read. */
  readonly visible: readonly Sequence[];
  /** The blocks outside of a distributed map, whose iterations are executions of their own. */
  readonly hidden: readonly Sequence[];
}

/** Reads of variables that are not set on every path to a state, or only inside a map or a parallel. Such variables end
 * with it. */
export function scopeProblems(root: Sequence, live: ReadonlySet<Variable>): StatesError[] {
  const problems: StatesError[] = [];
  const scopes = variableScopes(root);
  walk(root, new Set(), { visible: [root], hidden: [] });
  return problems;

  /** Checks `sequence` and returns the variables assigned after it; undefined when nothing follows it. */
  function walk(sequence: Sequence, before: Assigned, around: Surroundings): Assigned | undefined {
    let assigned: Assigned | undefined = before;
    for (const step of sequence.steps) {
      if (assigned === undefined) return undefined;
      assigned = after(step, assigned, around);
    }
    return assigned;
  }

  function after(step: Step, assigned: Assigned, around: Surroundings): Assigned | undefined {
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
        const { visible, hidden } = around;
        const distributed = step.kind === "map" && step.distribution !== undefined;
        for (const body of within(step)) {
          if (distributed) walk(body, new Set(), { visible: [body], hidden: [...hidden, ...visible] });
          else walk(body, assigned, { visible: [...visible, body], hidden });
        }
        const made = step.assign.filter(({ variable }) => live.has(variable));
        for (const { value } of made) read(value, step, assigned, around);
        return new Set([...assigned, ...made.map(({ variable }) => variable)]);
      }
    }
  }

  function read(expression: Node, step: Step, assigned: Assigned, around: Surroundings): void {
    for (const node of descend(expression)) {
      if (around.hidden.length > 0 && readsExecutionInput(node)) {
        problems.push(
          problemOf(
            "BL-S021",
            step,
            "it uses the machine's input, which an iteration of a distributed map does not have",
          ),
        );
      }
      if (node.kind !== "variable" || assigned.has(node.variable)) continue;
      const what = `it uses ${JSON.stringify(node.variable.hint)}`;
      const scope = scopes.get(node.variable);
      if (scope !== undefined && around.hidden.includes(scope)) {
        problems.push(problemOf("BL-S021", step, `${what}, which is set outside of the map`));
      } else if (scope === undefined || !around.visible.includes(scope)) {
        problems.push(
          problemOf("BL-S004", step, `${what}, which is set in a block that does not contain it`),
        );
      } else {
        problems.push(problemOf("BL-S005", step, `${what}, which is not set on every path to this state`));
      }
    }
  }
}

/** In an iteration of a distributed map this is the input of the iteration. */
const readsExecutionInput = (node: Node): boolean =>
  node.kind === "reserved" && node.path.slice(0, 3).join(".") === "context.Execution.Input";

/** The variables in every one of the `ways` that continue. */
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
