import { Missing } from "../missing.ts";

/** A JSONPath feature that has no obvious counterpart in JSONata. */
export class Untranslatable extends Missing {
  constructor(what: string) {
    super(`not translated from JSONPath: ${what}`);
  }
}

/** JSONata for a reference path; `base` is the expression that `$` stands for. */
export function fromPath(path: string, base: string): string {
  const [, start = "", rest = ""] =
    /^(\$\$?|\$[A-Za-z_]\w*)((?:\.[\w-]+|\[\d+\]|\['[^']*'\])*)$/.exec(path) ?? [];
  if (start === "") throw new Untranslatable(`the path ${path}`);
  const from = start === "$" ? base : start === "$$" ? "$states.context" : start;
  const steps = rest.matchAll(/\.([\w-]+)|\[(\d+)\]|\['([^']*)'\]/g);
  return from + [...steps].map(([, name, index, quoted]) => step(name ?? quoted, index)).join("");
}

function step(name: string | undefined, index: string | undefined): string {
  return name === undefined ? `[${index}]` : `.\`${name}\``;
}
