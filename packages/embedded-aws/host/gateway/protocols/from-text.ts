import type { Kind } from "../../../models/model.ts";

/**
 * A value that a request has as text: in a form, in the path, the query or a header. A text that is not of `kind` stays a text.
 * @example fromText("10", "integer") // 10
 */
export function fromText(text: string, kind: Kind): unknown {
  switch (kind) {
    case "integer":
    case "long":
      return /^-?\d{1,19}$/.test(text) ? Number(text) : text;
    case "float":
    case "double":
      return text.trim() !== "" && Number.isFinite(Number(text)) ? Number(text) : text;
    case "boolean":
      return text === "true" || text === "false" ? text === "true" : text;
    default:
      return text;
  }
}
