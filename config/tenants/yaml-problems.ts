import { isUtf8 } from "node:buffer";
import { type Document, type LineCounter, type ParsedNode, visit, type YAMLError } from "yaml";
import type { Problem, ProblemAt } from "./problem.ts";
import { codePoint } from "./problem-wording.ts";
import { syntaxFinding } from "./syntax-words.ts";

/** How often aliases may repeat a node, all in all. */
export const maxAliasCount = 100;

/** What the parser found, where a person looks for it. `text` is the file's. */
export function syntaxProblem(
  error: YAMLError,
  document: Document.Parsed,
  text: string,
  problemAt: ProblemAt,
): Problem {
  const [offset] = error.pos;
  const conflict = /^<{7} /m.exec(text);
  if (conflict !== null) {
    const way = "choose what is to stay, and remove the lines of <<<<<<<, ======= and >>>>>>>";
    return problemAt(conflict.index, "BL-T002", "a merge conflict was left in the file", way);
  }
  if (error.code === "MISSING_CHAR" && error.message.includes("quote")) {
    // The parser tells where the text ended; a person looks for where it began.
    const start = lastQuote(document, offset) ?? offset;
    return problemAt(
      start,
      "BL-T002",
      "the quote that starts here is not closed",
      "close it with the same quote",
    );
  }
  const [line = ""] = text.slice(text.lastIndexOf("\n", offset - 1) + 1).split(/\r?\n/, 1);
  const { code, message, suggestion } = syntaxFinding(error, line, text.charAt(offset));
  return problemAt(offset, code, message, suggestion);
}

/** A character that no YAML file may have, if there is one. https://yaml.org/spec/1.2.2/#51-character-set */
export function strayCharacter(text: string, problemAt: ProblemAt): Problem | undefined {
  const stray = /[^\P{Cc}\t\n\r\u{85}]|\r(?!\n)/u.exec(text);
  if (stray === null) return undefined;
  const [character] = stray;
  if (character === "\0") {
    const way = "save it with the encoding UTF-8";
    return problemAt(stray.index, "BL-T001", "the file is not UTF-8 text: it has null bytes", way);
  }
  if (character === "\r") {
    const way = "save it with the line endings LF or CRLF";
    return problemAt(stray.index, "BL-T002", "the line ends in CR alone", way);
  }
  const message = `there is an invisible character here, ${codePoint(character)}`;
  return problemAt(stray.index, "BL-T002", message, "delete it");
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
