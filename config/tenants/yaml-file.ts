import { must, printable } from "@batchline/diagnostics";
import { YamlDocument } from "@batchline/diagnostics/yaml";
import { type ParsedNode, visit } from "yaml";
import { lineNotUtf8, notUtf8, strayCharacter, syntaxProblem } from "./syntax-problem.ts";
import type { Finding, Problem, ProblemAt } from "./types.ts";

/** A tenant's file is a page of text; more is a mistake or an attack. */
const maxBytes = 64 * 1024;
/** How often aliases may repeat a node, all in all. */
const maxAliasCount = 100;

/** A YAML file that could be parsed. */
export interface YamlFile {
  readonly yaml: YamlDocument;
  /** The plain value. */
  readonly value: unknown;
  readonly problems: readonly Problem[];
  readonly problemAt: ProblemAt;
}

/** Reads `bytes` as one YAML 1.2 document. Never throws: everything that is wrong is in `problems`. */
export function readYaml(file: string, bytes: Uint8Array): YamlFile | Pick<YamlFile, "problems"> {
  const atLine = (line: number, finding: Finding) => ({ problems: [{ file, line, column: 1, ...finding }] });
  if (bytes.length > maxBytes) {
    const message = `the file has ${bytes.length} bytes`;
    return atLine(1, { code: "BL-T018", message, suggestion: `a tenant's file has at most ${maxBytes}` });
  }
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return atLine(lineNotUtf8(bytes), notUtf8);
  }
  // We look for duplicate keys ourselves, to report where the first one is.
  const yaml = new YamlDocument(text, { uniqueKeys: false });
  const problemAt: ProblemAt = (offset, { code, message, suggestion }) => ({
    ...{ file, ...yaml.position(offset), code, message: printable(message) },
    excerpt: printable(yaml.lineAt(offset)),
    ...(suggestion !== undefined && { suggestion: printable(suggestion) }),
  });
  const stray = strayCharacter(text, problemAt);
  if (stray !== undefined) return { problems: [stray] };
  // After the first syntax error the rest is a guess. A warning, for example of a dropped tag, is an error here too.
  const [error = yaml.document.warnings[0]] = yaml.document.errors;
  if (error !== undefined) return { problems: [syntaxProblem(error, yaml, problemAt)] };
  const problems = duplicateKeys(yaml, problemAt);
  try {
    return { yaml, value: yaml.document.toJS({ maxAliasCount }), problems, problemAt };
  } catch (cause) {
    if (!(cause instanceof ReferenceError)) throw cause;
    return { problems: [...problems, aliasProblem(yaml, problemAt)] };
  }
}

/** Keys given twice in one block, anywhere in the document. */
function duplicateKeys(yaml: YamlDocument, problemAt: ProblemAt): Problem[] {
  const problems: Problem[] = [];
  visit(yaml.document, {
    Map(_, map) {
      const first = new Map<string, number>();
      for (const { key } of map.items as readonly { key: ParsedNode }[]) {
        const name = String(key);
        const earlier = first.get(name);
        if (earlier === undefined) {
          first.set(name, key.range[0]);
          continue;
        }
        const message = `the key ${JSON.stringify(name)} is given twice`;
        const suggestion = `it is already on line ${yaml.position(earlier).line}: keep one of them`;
        problems.push(problemAt(key.range[0], { code: "BL-T004", message, suggestion }));
      }
    },
  });
  return problems;
}

/** The alias that kept the document's value from being made: the first without an anchor, else the first of all. */
function aliasProblem({ document }: YamlDocument, problemAt: ProblemAt): Problem {
  const aliases: { offset: number; source: string; resolved: boolean }[] = [];
  visit(document, {
    Alias(_, alias) {
      const { range, source } = alias;
      const [offset] = must(range, "a parsed node has a range");
      aliases.push({ offset, source, resolved: alias.resolve(document) !== undefined });
    },
  });
  const alias = aliases.find(({ resolved }) => !resolved) ?? aliases[0];
  const { offset, source, resolved } = must(alias, "a ReferenceError comes from an alias");
  const message = resolved
    ? `aliases multiply this file beyond ${maxAliasCount} repetitions`
    : `the alias *${source} has no anchor &${source} before it`;
  const suggestion = `write the value${resolved ? "s" : ""} out`;
  return problemAt(offset, { code: "BL-T005", message, suggestion });
}
