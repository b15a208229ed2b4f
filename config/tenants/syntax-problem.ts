import { isUtf8 } from "node:buffer";
import { codePoint } from "@batchline/diagnostics";
import type { YamlDocument } from "@batchline/diagnostics/yaml";
import { type ErrorCode, visit, type YAMLError } from "yaml";
import type { ProblemCode } from "./error-codes.ts";
import type { Finding, Problem, ProblemAt } from "./types.ts";

/** The problem for an error or warning of the parser, at the place where a person looks for it. */
export function syntaxProblem(error: YAMLError, yaml: YamlDocument, problemAt: ProblemAt): Problem {
  const { text } = yaml;
  const [offset] = error.pos;
  const conflict = /^<{7} /m.exec(text);
  const at = (place: number, [message, suggestion]: Explanation, code: ProblemCode = "BL-T002") =>
    problemAt(place, { code, message, suggestion });
  if (conflict !== null) return at(conflict.index, mergeConflict);
  // The parser reports where the text ended; a person looks for where it started.
  if (error.code === "MISSING_CHAR" && error.message.includes("quote"))
    return at(lastQuote(yaml, offset) ?? offset, openQuote);
  if (error.code === "TAB_AS_INDENT")
    return at(offset, ["a tab is used for indentation", "use spaces"], "BL-T003");
  return at(offset, explain(error, yaml.lineAt(offset), text.charAt(offset)));
}

type Explanation = readonly [message: string, suggestion: string];

const openQuote: Explanation = ["the quote that starts here is not closed", "close it with the same quote"];
const mergeConflict: Explanation = [
  "a merge conflict was left in the file",
  "keep one version, and remove the lines with <<<<<<<, ======= and >>>>>>>",
];
const byCode: Partial<Record<ErrorCode, Explanation>> = {
  RESOURCE_EXHAUSTION: ["the YAML is nested too deep", "use at most four levels of blocks"],
  MULTIPLE_DOCS: ["a second document starts here", "keep one tenant in the file, and remove this line"],
  BAD_DIRECTIVE: ["a line that starts with % is a YAML directive", "remove the line"],
};

/** `line` is the line of the error, `at` the character. */
function explain(error: YAMLError, line: string, at: string): Explanation {
  const known = byCode[error.code];
  if (known !== undefined) return known;
  const message = plainMessage(error);
  switch (error.code) {
    case "MULTILINE_IMPLICIT_KEY":
      return ["this line is not key: value", withoutKey(line)];
    case "BAD_SCALAR_START":
    case "TAG_RESOLVE_FAILED":
      return [`text that starts with ${at} needs quotes`, "write it in quotes"];
    case "BAD_DQ_ESCAPE":
      return [message, "write \\\\ for a backslash, or put the text in single quotes"];
  }
  if (message.startsWith("nested mappings are not allowed in compact"))
    // The value of a key seems to be a block: it has a colon, or the next line is indented too far.
    return (line.match(/:(?=\s|$)/g)?.length ?? 0) > 1
      ? ["text that contains a colon and a space needs quotes", "write it in quotes"]
      : [
          "this key has a value, but the next line is indented as if it belonged to the key",
          "start both lines in the same column",
        ];
  if (message.includes("must start at the same column"))
    return ["this line starts in another column than the rest of its block", "indent all lines alike"];
  const [, closing] = /end with an? ([\]}])/.exec(message) ?? [];
  if (closing !== undefined) {
    const opening = closing === "]" ? "[" : "{";
    const hint = `close it with ${closing}; text that starts with ${opening} needs quotes`;
    return [`the ${opening} before this is not closed`, hint];
  }
  if (message.endsWith("at node end"))
    return ["there is more text after the end of the value", "if it is all one text, write it in quotes"];
  return [message, "if this is text, write it in quotes"];
}

function withoutKey(line: string): string {
  if (/:[\p{Zs}\ufeff\u200b]/u.test(line.replaceAll(": ", "")))
    return "the character after the colon only looks like a space: retype it";
  return /^\s*[\w-]+:\S/.test(line)
    ? "put a space after the colon"
    : "write it as key: value; indent the next line of a text deeper than its key";
}

/** The parser's message as one sentence without a capital. */
function plainMessage({ message }: YAMLError): string {
  return message.replace(/\n.*/s, "").replace(/^./, (first) => first.toLowerCase());
}

function lastQuote({ document }: YamlDocument, before: number): number | undefined {
  let last: number | undefined;
  visit(document, {
    Scalar(_, { type, range }) {
      if (type?.startsWith("QUOTE") && range && range[0] < before) last = range[0];
    },
  });
  return last;
}

/** A character that no YAML file may have, if there is one. https://yaml.org/spec/1.2.2/#51-character-set */
export function strayCharacter(text: string, problemAt: ProblemAt): Problem | undefined {
  const stray = /[^\P{Cc}\t\n\r\u{85}]|\r(?!\n)/u.exec(text);
  return stray === null ? undefined : problemAt(stray.index, strayFinding(stray[0]));
}

function strayFinding(character: string): Finding {
  if (character === "\0") return { ...notUtf8, message: `${notUtf8.message}: it has null bytes` };
  const suggestion = "save it with the line endings LF or CRLF";
  if (character === "\r") return { code: "BL-T002", message: "the line ends in CR alone", suggestion };
  const message = `there is an invisible character here, ${codePoint(character)}`;
  return { code: "BL-T002", message, suggestion: "delete it" };
}

/** A file that is not UTF-8. */
export const notUtf8 = {
  code: "BL-T001",
  message: "the file is not UTF-8 text",
  suggestion: "save it with the encoding UTF-8",
} as const satisfies Finding;

/** The first line that is not UTF-8, from 1. */
export function lineNotUtf8(bytes: Uint8Array): number {
  const newline = 10;
  let line = 1;
  let start = 0;
  for (let end = bytes.indexOf(newline); end !== -1; end = bytes.indexOf(newline, start)) {
    if (!isUtf8(bytes.subarray(start, end))) break;
    line += 1;
    start = end + 1;
  }
  return line;
}
