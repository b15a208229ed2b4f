import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const templates = join(import.meta.dirname, "workflow");

/** A new workflow's files, path below its folder → text. They collect items, then summarise them. */
export function workflowFiles(name: string): ReadonlyMap<string, string> {
  const words = { __name__: name, __Name__: pascal(name), __constant__: constantOf(name) };
  return new Map(
    readdirSync(templates, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".template"))
      .sort()
      .map((file) => [
        file.replace(/\.template$/, ""),
        readFileSync(join(templates, file), "utf8").replaceAll(
          /__name__|__Name__|__constant__/g,
          (word) => words[word as keyof typeof words],
        ),
      ]),
  );
}

/** `nightly-report` → `nightlyReport`. A word alone may be a keyword or an import of the file, so it gets a second one. */
export function constantOf(name: string): string {
  const text = pascal(name);
  return `${text.charAt(0).toLowerCase()}${text.slice(1)}${name.includes("-") ? "" : "Workflow"}`;
}

function pascal(name: string): string {
  return name.replaceAll(/(?:^|-+)(.?)/g, (_, first: string) => first.toUpperCase());
}
