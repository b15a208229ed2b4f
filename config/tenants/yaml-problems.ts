import { isUtf8 } from "node:buffer";
import { type Document, type LineCounter, type ParsedNode, visit, type YAMLParseError } from "yaml";
import type { Problem, ProblemAt } from "./problem.ts";

/** How often aliases may repeat a node, all in all. */
export const maxAliasCount = 100;

/** What the parser found, where a person looks for it. */
export function syntaxProblem(
  error: YAMLParseError,
  document: Document.Parsed,
  problemAt: ProblemAt,
): Problem {
  const [offset] = error.pos;
  if (error.code === "TAB_AS_INDENT") {
    return problemAt(offset, "BL-T003", "a tab is used for indentation", "use spaces");
  }
  if (error.code === "RESOURCE_EXHAUSTION")
    return problemAt(offset, "BL-T002", "the YAML is nested too deep");
  if (error.code === "MISSING_CHAR" && error.message.includes("quote")) {
    // The parser tells where the text ended; a person looks for where it began.
    const start = lastQuote(document, offset) ?? offset;
    return problemAt(start, "BL-T002", "the quote that starts here is not closed");
  }
  return problemAt(offset, "BL-T002", oneSentence(error.message));
}

function lastQuote(document: Document.Parsed, before: number): number | undefined {
  let last: number | undefined;
  visit(document, {
    Scalar(_, { type, range }) {
      if (type?.startsWith("QUOTE") && range && range[0] < before) last = range[0];
    },
  });
  return last;
}

/** The problem of a file that is not UTF-8, at the first line that is not. */
export function notUtf8(file: string, bytes: Uint8Array): Problem {
  const newline = 10;
  let line = 0;
  let start = 0;
  for (let end = bytes.indexOf(newline); end !== -1; end = bytes.indexOf(newline, start)) {
    if (!isUtf8(bytes.subarray(start, end))) break;
    line += 1;
    start = end + 1;
  }
  return {
    file,
    line: line + 1,
    column: 1,
    code: "BL-T001",
    message: "the file is not UTF-8 text",
    suggestion: "save it with the encoding UTF-8",
  };
}

/** Keys given twice in one block, wherever in the document. */
export function duplicateKeys(
  document: Document.Parsed,
  problemAt: ProblemAt,
  lines: LineCounter,
): Problem[] {
  const problems: Problem[] = [];
  visit(document, {
    Map(_, map) {
      const first = new Map<string, number>();
      for (const { key } of map.items as readonly { key: ParsedNode }[]) {
        const name = String(key);
        const earlier = first.get(name);
        if (earlier === undefined) first.set(name, key.range[0]);
        else
          problems.push(
            problemAt(
              key.range[0],
              "BL-T004",
              `the key ${JSON.stringify(name)} is given twice`,
              `it is already on line ${lines.linePos(earlier).line}: keep one of them`,
            ),
          );
      }
    },
  });
  return problems;
}

/** Which alias is to blame when the document's value could not be made. */
export function aliasProblem(document: Document.Parsed, problemAt: ProblemAt): Problem {
  let first: { offset: number; source: string; resolved: boolean } | undefined;
  visit(document, {
    Alias(_, alias) {
      const resolved = alias.resolve(document) !== undefined;
      if (first === undefined || (first.resolved && !resolved)) {
        first = { offset: alias.range?.[0] ?? 0, source: alias.source, resolved };
      }
    },
  });
  const { offset, source, resolved } = first ?? { offset: 0, source: "", resolved: true };
  return resolved
    ? problemAt(
        offset,
        "BL-T005",
        `aliases multiply this file beyond ${maxAliasCount} repetitions`,
        "write the values out",
      )
    : problemAt(
        offset,
        "BL-T005",
        `the alias *${source} has no anchor &${source} before it`,
        "write the value out",
      );
}

function oneSentence(message: string): string {
  const [first = ""] = message.split("\n");
  return `${first.charAt(0).toLowerCase()}${first.slice(1)}`;
}
