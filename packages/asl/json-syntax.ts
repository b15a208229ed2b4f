/** Why a text is not JSON, and where, as AWS's parser (Jackson) reports it. */
interface SyntaxFault {
  readonly message: string;
  /** `[Source: (String)"…"; line: 1, column: 4]` */
  readonly location: string;
}

/** Characters of the text that the parser shows. */
const shown = 500;

/** @example syntaxFault("nope", new SyntaxError("…")).message // "Unrecognized token 'nope': was expecting …" */
export function syntaxFault(text: string, cause: Error): SyntaxFault {
  const [start = "", token = ""] = /^\s*([A-Za-z_]\w*)/.exec(text) ?? [];
  if (token !== "" && !/^(true|false|null)$/.test(token)) {
    const expected = "was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')";
    return at(text, start.length, `Unrecognized token '${token}': ${expected}`);
  }
  const [, position] = /at position (\d+)/.exec(cause.message) ?? [];
  return at(text, position === undefined ? text.length : Number(position), cause.message);
}

/** @param read Characters that were read before the parser stopped. */
function at(text: string, read: number, message: string): SyntaxFault {
  const lines = text.slice(0, read).split("\n");
  const source =
    text.length > shown ? `${text.slice(0, shown)}"[truncated ${text.length - shown} chars]` : `${text}"`;
  const column = (lines.at(-1)?.length ?? 0) + 1;
  const location = `[Source: (String)"${source}; line: ${lines.length}, column: ${column}]`;
  return { message: `${message}\n at ${location}`, location };
}
