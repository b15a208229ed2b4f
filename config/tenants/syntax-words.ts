import type { YAMLError } from "yaml";
import type { Finding } from "./problem.ts";

/** What an error of the parser means to the person who wrote the file; `line` is the line that it is in. */
export function syntaxFinding({ code, message }: YAMLError, line: string, at: string): Finding {
  const words = (text: string, suggestion: string): Finding => ({
    code: "BL-T002",
    message: text,
    suggestion,
  });
  switch (code) {
    case "TAB_AS_INDENT":
      return { code: "BL-T003", message: "a tab is used for indentation", suggestion: "use spaces" };
    case "RESOURCE_EXHAUSTION":
      return words("the YAML is nested too deep", "a tenant's file has blocks in blocks, four deep at most");
    case "MULTIPLE_DOCS":
      return words("a second document begins here", "keep one tenant in the file, and remove this line");
    case "MULTILINE_IMPLICIT_KEY":
      return words("this line is not key: value", withoutKey(line));
    case "BAD_SCALAR_START":
    case "TAG_RESOLVE_FAILED":
      return words(`text that begins with ${at} needs quotes`, "write it in quotes");
    case "BAD_DIRECTIVE":
      return words("a line that begins with % is an instruction to the reader", "remove the line");
    case "BAD_DQ_ESCAPE":
      return words(ownWords(message), "write \\\\ for a backslash, or put the text in single quotes");
  }
  if (message.startsWith("Nested mappings are not allowed in compact")) return nested(line);
  if (message.includes("must start at the same column")) {
    return words(
      "this line begins in another column than the others of its block",
      "indent them all the same",
    );
  }
  const [, closing] = /end with an? ([\]}])/.exec(message) ?? [];
  if (closing !== undefined) {
    const opening = closing === "]" ? "[" : "{";
    const way = `close it with ${closing}; text that begins with ${opening} needs quotes`;
    return words(`the ${opening} before this is not closed`, way);
  }
  if (message.endsWith("at node end")) {
    return words("there is more here after the value has ended", "if it is all one text, write it in quotes");
  }
  return words(ownWords(message), "if this is text, write it in quotes");
}

/** A value that seems to be a block on the line of its key: a colon in a text, or a line below that is indented too far. */
function nested(line: string): Finding {
  const colons = line.match(/:(?=\s|$)/g)?.length ?? 0;
  return colons > 1
    ? {
        code: "BL-T002",
        message: "text that contains a colon and a space needs quotes",
        suggestion: "write it in quotes",
      }
    : {
        code: "BL-T002",
        message: "this key has a value already, but the line below is indented as if it belonged to it",
        suggestion: "begin both lines in the same column",
      };
}

function withoutKey(line: string): string {
  if (/:[\p{Zs}\ufeff\u200b]/u.test(line.replaceAll(": ", ""))) {
    return "what follows the colon looks like a space but is another character: type it again";
  }
  return /^\s*[\w-]+:\S/.test(line)
    ? "put a space after the colon"
    : "write it as key: value; text that goes on in another line is indented deeper than its key";
}

/** The parser's message as problems are worded: one sentence without a full stop, and no capital. */
function ownWords(message: string): string {
  const [first = ""] = message.split("\n");
  return `${first.charAt(0).toLowerCase()}${first.slice(1)}`;
}
