import { isJsonataFunction, limits } from "@batchline/asl";
import { everyStep, isAssigning, type Sequence } from "../core/step.ts";
import type { Variable } from "../expression/node.ts";

/** Returns an unused name for a state that `build` adds: `<owner>: <role>` or `<owner>`, with a number if needed. */
export type FreshName = (owner: string, role?: string) => string;

/** Names that differ from the names of `root`'s states and from each other. */
export function freshNames(root: Sequence): FreshName {
  const taken = new Set([...everyStep(root)].map(({ name }) => name));
  return (owner, role) => {
    for (let i = 1; ; i += 1) {
      const end = `${role === undefined ? "" : `: ${role}`}${i === 1 ? "" : ` ${i}`}`;
      const name = `${[...owner].slice(0, limits.stateNameLength - end.length).join("")}${end}`;
      if (taken.has(name)) continue;
      taken.add(name);
      return name;
    }
  };
}

/** Names each variable after its state, in camel case. Names are unique in the machine, because Step Functions rejects a
 * variable of an inner scope with the name of an outer one. They are not names of JSONata functions, which they would hide. */
export function nameVariables(root: Sequence): (variable: Variable) => string {
  const names = new Map<Variable, string>();
  const taken = new Set(["states"]);
  const name = (variable: Variable): string => {
    const known = names.get(variable);
    if (known !== undefined) return known;
    const base = camelCase(variable.hint);
    let unique = base;
    for (let i = 2; taken.has(unique) || isJsonataFunction(unique); i += 1) unique = `${base}${i}`;
    taken.add(unique);
    names.set(variable, unique);
    return unique;
  };
  for (const step of everyStep(root)) {
    if (isAssigning(step)) for (const { variable } of step.assign) name(variable);
  }
  return name;
}

function camelCase(hint: string): string {
  const [first = "value", ...rest] = hint.match(/[A-Za-z0-9]+/g) ?? [];
  const capitalised = rest.map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  const joined = [first.charAt(0).toLowerCase() + first.slice(1), ...capitalised].join("");
  return (/^[0-9]/.test(joined) ? `v${joined}` : joined).slice(0, limits.variableNameLength - 6);
}
