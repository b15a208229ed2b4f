import { readFileSync } from "node:fs";

interface DocumentedVariable {
  readonly name: string;
  /** Who sets it on AWS; undefined if nobody does. */
  readonly onAws: string | undefined;
  /** What it is here; undefined if it is not set. */
  readonly here: string | undefined;
  /** A link, or why it differs. */
  readonly source: string;
}

/** The rows of the table of variables in docs/local.md below the heading `### <heading>`. */
export function documentedVariables(heading: string): readonly DocumentedVariable[] {
  const text = readFileSync(new URL("../../../docs/local.md", import.meta.url), "utf8");
  const [, section = ""] = text.split(`### ${heading}\n`);
  const [own = ""] = section.split(/^#/m);
  return own.split("\n").flatMap((line) => {
    const [, name, onAws, here, source] = /^\| `(\w+)` \| (.*) \| (.*) \| (.*) \|$/.exec(line) ?? [];
    if (name === undefined || source === undefined) return [];
    return [{ name, onAws: onAws || undefined, here: here || undefined, source }];
  });
}
