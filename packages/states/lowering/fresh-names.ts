import { limits } from "@batchline/asl";
import { everyStep, type Sequence } from "../core/step.ts";

/** Gives names for the states that building adds: `<owner>: <role>` or just `<owner>`, with a number when that is taken. */
export type FreshName = (owner: string, role?: string) => string;

/** Fresh names beside those of the states of `root`. */
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
