/** A line of a log, for reading. */
export interface ReadableLine {
  readonly message: string;
  /** What else the line says, as `name=value`. */
  readonly fields: string;
  readonly level: "info" | "warn" | "error";
  /** Of an error. */
  readonly stack?: string;
}

/** What the page says elsewhere. */
const known = new Set("level time msg err workflow run stage tenant chunk attempt pid hostname".split(" "));

/** Reads a line as the worker's JSON; any other line is its own message. @example readLine('{"msg":"started","products":4}').fields // "products=4" */
export function readLine(line: string): ReadableLine {
  const entry = parsed(line);
  if (typeof entry?.msg !== "string") return { message: line, fields: "", level: "info" };
  const fields = Object.entries(entry)
    .filter(([name]) => !known.has(name))
    .map(([name, value]) => `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join(" ");
  const level =
    entry.level === "error" || entry.level === "fatal" ? "error" : entry.level === "warn" ? "warn" : "info";
  const stack = isObject(entry.err) && typeof entry.err.stack === "string" ? entry.err.stack : undefined;
  return { message: entry.msg, fields, level, ...(stack !== undefined && { stack }) };
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

function parsed(line: string): Readonly<Record<string, unknown>> | undefined {
  if (!line.startsWith("{")) return undefined;
  try {
    const value: unknown = JSON.parse(line);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
