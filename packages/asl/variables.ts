import type { Block, State } from "./types.ts";
import { blocksIn, isDistributed, type Located, statesOf } from "./walk.ts";

/** https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html: Unicode identifiers of at most 80 characters. */
const variableName = /^[\p{ID_Start}_][\p{ID_Continue}]{0,79}$/u;

/**
 * Variables belong to the block that assigns them. A block inside a Map or Parallel reads those around it and cannot assign
 * them, so no name may be assigned in two blocks of which one is inside the other.
 */
export function checkVariables(machine: Block): string[] {
  return visit(machine, "", new Map());
}

function visit(block: Block, path: string, outer: ReadonlyMap<string, string>): string[] {
  const problems: string[] = [];
  const visible = new Map(outer);
  const states = statesOf(block, path);
  for (const { name, at } of states.flatMap(assignments)) {
    if (name === "states") problems.push(`${at}: "states" is reserved`);
    else if (!variableName.test(name)) problems.push(`${at}: "${name}" is not a variable name`);
    const assignedOutside = outer.get(name);
    if (assignedOutside !== undefined) {
      problems.push(
        `${at}: "${name}" is assigned outside, at ${assignedOutside}; inner states can only read it`,
      );
    }
    if (!visible.has(name)) visible.set(name, at);
  }
  for (const located of states) {
    // An iteration of a distributed Map is an execution of its own, with none of the variables around it.
    const seen = isDistributed(located.state) ? new Map<string, string>() : visible;
    for (const inner of blocksIn(located)) problems.push(...visit(inner.block, inner.path, seen));
  }
  return problems;
}

function assignments({ state, path }: Located): { readonly name: string; readonly at: string }[] {
  const found: { name: string; at: string }[] = [];
  const add = (assign: object | undefined, at: string) => {
    for (const name of Object.keys(assign ?? {})) found.push({ name, at: `${at}/Assign/${name}` });
  };
  add(assignOf(state), path);
  if (state.Type === "Choice") {
    state.Choices.forEach((rule, index) => {
      add(rule.Assign, `${path}/Choices/${index}`);
    });
  }
  if ("Catch" in state) {
    state.Catch?.forEach((catcher, index) => {
      add(catcher.Assign, `${path}/Catch/${index}`);
    });
  }
  return found;
}

function assignOf(state: State): object | undefined {
  return "Assign" in state ? state.Assign : undefined;
}
