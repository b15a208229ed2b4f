import type { DefinitionProblem } from "./invalid-definition-error.ts";
import { errorsOf, everyState, type Fields, type OutlinedBlock, type OutlinedState } from "./outline.ts";

/** Names, transitions, ends and reachability; States.ALL alone and last. */
export function transitionProblems(machine: OutlinedBlock): DefinitionProblem[] {
  const states = [...everyState(machine)].map(({ state }) => state);
  const inner = states.flatMap((state) => state.inner);
  return [
    ...duplicateNames(states),
    ...[machine, ...inner].flatMap(blockProblems),
    ...states.flatMap(wildcardProblems),
  ];
}

function duplicateNames(states: readonly OutlinedState[]): DefinitionProblem[] {
  const seen = new Map<string, string>();
  return states.flatMap(({ name, path }) => {
    const first = seen.get(name);
    if (first === undefined) seen.set(name, path);
    const message = `the name is taken by ${first}; names are unique in a machine`;
    return first === undefined ? [] : [{ code: "BL-L005", path, state: name, message }];
  });
}

function blockProblems({ path, startAt, states }: OutlinedBlock): DefinitionProblem[] {
  const names = new Set(states.map(({ name }) => name));
  const problems: DefinitionProblem[] = [];
  const report = (at: string, state: string | undefined, message: string) =>
    problems.push({ code: "BL-L006", path: at, state, message });
  const dangling = (target: string, field: string, at: string, state?: string): void => {
    // AWS says Next for the field of every transition.
    if (!names.has(target)) report(at, state, `Missing '${field}' target: ${target}`);
  };
  dangling(startAt, "StartAt", `${path}/StartAt`);
  for (const state of states) {
    for (const { target, field } of state.transitions) {
      dangling(target, "Next", `${state.path}/${field}`, state.name);
    }
  }
  const ends = states.some(
    ({ type, fields }) => fields.End === true || type === "Succeed" || type === "Fail",
  );
  // AWS leaves out unreachable states when nothing ends.
  if (!ends) {
    return [...problems, { code: "BL-L007", path: path || null, message: "Workflow has no terminal state" }];
  }
  const reached = reachable(startAt, states);
  for (const { name, path: at } of states) {
    if (!reached.has(name)) report(at, name, `State "${name}" is not reachable.`);
  }
  return problems;
}

function reachable(startAt: string, states: readonly OutlinedState[]): ReadonlySet<string> {
  const reached = new Set([startAt]);
  const transitions = new Map(states.map((state) => [state.name, state.transitions]));
  // A set is walked in the order of insertion, with what is added on the way.
  for (const name of reached) for (const { target } of transitions.get(name) ?? []) reached.add(target);
  return reached;
}

function wildcardProblems({ name, path, fields }: OutlinedState): DefinitionProblem[] {
  return (["Retry", "Catch"] as const).flatMap((field) => {
    const rules = (fields[field] ?? []) as readonly Fields[];
    return rules.flatMap((rule, index): DefinitionProblem[] => {
      const errors = errorsOf(rule);
      if (!errors.includes("States.ALL")) return [];
      const problem = (message: string): DefinitionProblem => ({
        code: "BL-L008",
        path: `${path}/${field}[${index}]/ErrorEquals`,
        state: name,
        message,
      });
      return [
        ...(errors.length > 1 ? [problem("States.ALL must stand alone")] : []),
        ...(index < rules.length - 1 ? [problem("States.ALL must be in the last one")] : []),
      ];
    });
  });
}
