import { isRecord } from "@batchline/diagnostics";

/** An event of a log stream. */
export interface LogEvent {
  /** ISO 8601. */
  readonly time: string;
  /** A line of text, or the JSON of the worker's own lines. */
  readonly message: string;
}

/** What a line says of who wrote it: the same in all lines of a container, and known from its record. */
const ofContainer = ["level", "time", "workflow", "run", "stage", "tenant", "chunk", "attempt", "msg"];

/**
 * A line for people: of the worker's JSON the text with its fields, of other lines the text itself. It may have a supplier's texts:
 * `printable` makes them fit for a terminal.
 * @example lineText('{"level":"warn","item":"product 7","msg":"item failed"}') // "WARN item failed item=\"product 7\""
 */
export function lineText(message: string): string {
  const record = parsed(message);
  if (record === undefined) return message;
  const { level, msg } = record;
  const fields = Object.entries(record).filter(([name]) => !ofContainer.includes(name));
  const shown = fields.map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  const loud = typeof level === "string" && level !== "info" ? [level.toUpperCase()] : [];
  return [...loud, String(msg), ...shown].join(" ");
}

/** The fields of a line that the worker wrote; undefined for other lines. */
export function parsed(message: string): Record<string, unknown> | undefined {
  if (!message.startsWith("{")) return undefined;
  try {
    const value: unknown = JSON.parse(message);
    return isRecord(value) && typeof value.msg === "string" ? value : undefined;
  } catch {
    return undefined;
  }
}
