import { isUtf8 } from "node:buffer";
import { type Document, LineCounter, type ParsedNode, parseDocument, visit, type YAMLParseError } from "yaml";
import type { Problem } from "./problem.ts";
import type { ProblemCode } from "./problem-codes.ts";

/** A tenant's file is a page of text; more is a mistake or an attack. In bytes. */
const maxBytes = 64 * 1024;

/** How often aliases may repeat a node, all in all. */
const maxAliasCount = 100;

/** A file of YAML with the positions of its parts. */
export interface YamlFile {
  readonly file: string;
  readonly document: Document.Parsed;
  /** The plain value; undefined when the problems leave none. */
  readonly value: unknown;
  readonly problems: readonly Problem[];
  /** The problem at `offset` (in characters) of the text. */
  problemAt(offset: number, code: ProblemCode, message: string, suggestion?: string): Problem;
}

/** Reads `bytes` as one YAML 1.2 document. Nothing throws: all that is wrong is in `problems`. */
export function readYaml(
  file: string,
  bytes: Uint8Array,
): YamlFile | { readonly problems: readonly Problem[] } {
  const refuse = (code: ProblemCode, message: string, suggestion: string) => ({
    problems: [{ file, line: 1, column: 1, code, message, suggestion }],
  });
  if (bytes.length > maxBytes) {
    return refuse("BL-T018", `the file has ${bytes.length} bytes`, `a tenant's file has at most ${maxBytes}`);
  }
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return { problems: [notUtf8(file, bytes)] };
  }
  const lines = new LineCounter();
  let document: Document.Parsed;
  try {
    // Duplicate keys are looked for here rather than by the parser, to tell where the first one is.
    document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false });
  } catch (cause) {
    if (cause instanceof RangeError) return refuse("BL-T002", "the YAML is nested too deep", "flatten it");
    throw cause;
  }
  const problemAt: YamlFile["problemAt"] = (offset, code, message, suggestion) => {
    const { line, col } = lines.linePos(offset);
    const start = lines.lineStarts[line - 1] ?? 0;
    const excerpt = text.slice(start).split(/\r?\n/, 1)[0] ?? "";
    return { file, line, column: col, code, message, excerpt, ...(suggestion && { suggestion }) };
  };
  // After the first syntax error the rest of the file is a guess, and so are its errors.
  const [error] = document.errors;
  if (error !== undefined) return { problems: [syntaxProblem(error, document, problemAt)] };
  const problems = duplicateKeys(document, problemAt, lines);
  try {
    return { file, document, value: document.toJS({ maxAliasCount }), problems, problemAt };
  } catch (cause) {
    if (!(cause instanceof ReferenceError)) throw cause;
    return { problems: [...problems, aliasProblem(document, problemAt)] };
  }
}

function syntaxProblem(
  error: YAMLParseError,
  document: Document.Parsed,
  problemAt: YamlFile["problemAt"],
): Problem {
  const [offset] = error.pos;
  if (error.code === "TAB_AS_INDENT") {
    return problemAt(offset, "BL-T003", "a tab is used for indentation", "use spaces");
  }
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

function notUtf8(file: string, bytes: Uint8Array): Problem {
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

function duplicateKeys(
  document: Document.Parsed,
  problemAt: YamlFile["problemAt"],
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

function aliasProblem(document: Document.Parsed, problemAt: YamlFile["problemAt"]): Problem {
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
