import type { Block, State } from "./types.ts";
import { allStates, blocksIn, statesOf } from "./walk.ts";

/** Names, transitions and reachability; States.ALL alone and last. */
export function checkBlocks(machine: Block): string[] {
  return [...duplicateNames(machine), ...transitions(machine, ""), ...allStates(machine).flatMap(wildcards)];
}

function duplicateNames(machine: Block): string[] {
  const seen = new Map<string, string>();
  return allStates(machine).flatMap(({ name, path }) => {
    const first = seen.get(name);
    if (first === undefined) seen.set(name, path);
    return first === undefined
      ? []
      : [`${path}: the name is taken by ${first}; names are unique in a machine`];
  });
}

function transitions(block: Block, path: string): string[] {
  const problems: string[] = [];
  const reached = new Set<string>();
  const follow = (target: string, from: string) => {
    if (!Object.hasOwn(block.States, target)) problems.push(`${from}: there is no state "${target}" here`);
    reached.add(target);
  };
  follow(block.StartAt, `${path}/StartAt`);
  for (const located of statesOf(block, path)) {
    for (const { target, field } of targets(located.state)) follow(target, `${located.path}/${field}`);
    for (const inner of blocksIn(located)) problems.push(...transitions(inner.block, inner.path));
  }
  for (const { name, path: at } of statesOf(block, path)) {
    if (!reached.has(name)) problems.push(`${at}: no other state leads here`);
  }
  return problems;
}

function targets(state: State): { readonly target: string; readonly field: string }[] {
  const found: { target: string; field: string }[] = [];
  if ("Next" in state && state.Next !== undefined) found.push({ target: state.Next, field: "Next" });
  if (state.Type === "Choice") {
    state.Choices.forEach((rule, index) => {
      found.push({ target: rule.Next, field: `Choices/${index}/Next` });
    });
    if (state.Default !== undefined) found.push({ target: state.Default, field: "Default" });
  }
  if ("Catch" in state) {
    state.Catch?.forEach((catcher, index) => {
      found.push({ target: catcher.Next, field: `Catch/${index}/Next` });
    });
  }
  return found;
}

function wildcards({ state, path }: { state: State; path: string }): string[] {
  if (!("Retry" in state || "Catch" in state)) return [];
  return [
    ...wildcardProblems(state.Retry, `${path}/Retry`),
    ...wildcardProblems(state.Catch, `${path}/Catch`),
  ];
}

function wildcardProblems(rules: readonly Rule[] | undefined, path: string): string[] {
  const problems: string[] = [];
  rules?.forEach((rule, index) => {
    if (!rule.ErrorEquals.includes("States.ALL")) return;
    const at = `${path}/${index}/ErrorEquals`;
    if (rule.ErrorEquals.length > 1) problems.push(`${at}: States.ALL must stand alone`);
    if (index < rules.length - 1) problems.push(`${at}: States.ALL must be in the last one`);
  });
  return problems;
}

interface Rule {
  readonly ErrorEquals: readonly string[];
}
