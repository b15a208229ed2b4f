import type { DefinitionProblem } from "./invalid-definition-error.ts";
import type { Block } from "./schema.ts";
import { allStates, blocksIn, isDistributed, type Located, statesOf } from "./walk.ts";

/** https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html: Unicode identifiers of at most 80 characters. */
const variableName = /^[\p{ID_Start}_][\p{ID_Continue}]{0,79}$/u;

/** The variables that the states of a machine assign. */
export function assignedVariables(machine: Block): ReadonlySet<string> {
  return new Set(allStates(machine).flatMap((located) => assignments(located).map(({ name }) => name)));
}

/**
 * Variables belong to the block that assigns them. A block inside a Map or Parallel reads the variables around it and cannot
 * assign them. The Catch of that Map or Parallel may: then the block is over.
 */
export function variableProblems(machine: Block): DefinitionProblem[] {
  return visit(machine, "", new Map());
}

function visit(block: Block, path: string, outer: ReadonlyMap<string, string>): DefinitionProblem[] {
  const problems: DefinitionProblem[] = [];
  const states = statesOf(block, path);
  const assigned = states.flatMap(assignments);
  for (const { name, at, state } of assigned) {
    const problem = (code: "BL-L011" | "BL-L012", message: string) =>
      problems.push({ code, path: at, state, message });
    if (name === "states") problem("BL-L011", '"states" is reserved');
    else if (!variableName.test(name)) problem("BL-L011", `"${name}" is not a variable name`);
    const outside = outer.get(name);
    if (outside !== undefined) {
      problem(
        "BL-L012",
        `The variable name '${name}' was already defined in a parent scope: it is assigned outside, at ${outside}; inner states can only read it`,
      );
    }
  }
  for (const located of states) {
    const blocks = blocksIn(located);
    if (blocks.length === 0) continue;
    const before = assigned.filter(({ at }) => !at.startsWith(`${located.path}/Catch[`));
    // The first assignment of a name counts. An iteration of a distributed Map is an execution of its own, with no variables around it.
    const names = before.map(({ name, at }) => [name, at] as const).reverse();
    const visible = isDistributed(located.state) ? new Map<string, string>() : new Map([...names, ...outer]);
    for (const inner of blocks) problems.push(...visit(inner.block, inner.path, visible));
  }
  return problems;
}

interface Assigned {
  readonly name: string;
  readonly at: string;
  readonly state: string;
}

function assignments({ name: stateName, state, path }: Located): Assigned[] {
  const places: (readonly [assign: object | undefined, at: string])[] = [
    ["Assign" in state ? state.Assign : undefined, path],
    ...rules("Choices", state.Type === "Choice" ? state.Choices : []),
    ...rules("Catch", "Catch" in state ? (state.Catch ?? []) : []),
  ];
  return places.flatMap(([assign, at]) =>
    Object.keys(assign ?? {}).map((name) => ({ name, at: `${at}/Assign/${name}`, state: stateName })),
  );

  function rules(field: string, list: readonly { readonly Assign?: object }[]) {
    return list.map(({ Assign }, index) => [Assign, `${path}/${field}[${index}]`] as const);
  }
}
