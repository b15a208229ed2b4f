import { type Document, LineCounter, parseDocument } from "yaml";
import type { Problem, ProblemAt } from "./problem.ts";
import type { ProblemCode } from "./problem-codes.ts";
import { printable } from "./problem-wording.ts";
import {
  aliasProblem,
  duplicateKeys,
  maxAliasCount,
  notUtf8,
  strayCharacter,
  syntaxProblem,
} from "./yaml-problems.ts";

/** A tenant's file is a page of text; more is a mistake or an attack. In bytes. */
const maxBytes = 64 * 1024;

/** A file of YAML with the positions of its parts. */
export interface YamlFile {
  readonly file: string;
  readonly document: Document.Parsed;
  /** The plain value; undefined when the problems leave none. */
  readonly value: unknown;
  readonly problems: readonly Problem[];
  readonly problemAt: ProblemAt;
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
  // Duplicate keys are looked for here rather than by the parser, to tell where the first one is.
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: false,
    logLevel: "error",
  });
  const problemAt: ProblemAt = (offset, code, message, suggestion) => {
    const { line, col } = lines.linePos(offset);
    const start = lines.lineStarts[line - 1] ?? 0;
    const excerpt = printable(text.slice(start).split(/\r?\n/, 1)[0] ?? "");
    const hint = suggestion && { suggestion: printable(suggestion) };
    return { file, line, column: col, code, message: printable(message), excerpt, ...hint };
  };
  const stray = strayCharacter(text, problemAt);
  if (stray !== undefined) return { problems: [stray] };
  // After the first syntax error the rest of the file is a guess, and so are its errors. What the parser only warns of, such as a
  // tag that it leaves out, is not what was meant either.
  const [error = document.warnings[0]] = document.errors;
  if (error !== undefined) return { problems: [syntaxProblem(error, document, text, problemAt)] };
  const problems = duplicateKeys(document, problemAt, lines);
  try {
    return { file, document, value: document.toJS({ maxAliasCount }), problems, problemAt };
  } catch (cause) {
    if (!(cause instanceof ReferenceError)) throw cause;
    return { problems: [...problems, aliasProblem(document, problemAt)] };
  }
}
