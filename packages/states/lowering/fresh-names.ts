import { limits } from "@batchline/asl";
import { everyStep, type Sequence } from "../core/step.ts";

/** Returns an unused name for a state that `build` adds: `<owner>: <role>` or `<owner>`, with a number if needed. */
export type FreshName = (owner: string, role?: string) => string;

/** Names that differ from those of the states of `root` and from each other. */
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
