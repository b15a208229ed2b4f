import { StatesError } from "../errors.ts";
import { callerPlace } from "../source-place.ts";
import { type Node, nodeOf } from "./node.ts";

/** The node of a literal that may have expressions anywhere inside. Undefined fields of objects are left out, as in JSON.
 * @throws {StatesError} BL-S013 with the path of a value that is not JSON. */
export function toNode(value: unknown): Node {
  return convert(value, [], []);
}

/** The node of an option, undefined when it is not given. */
export const optionalNode = (value: unknown): Node | undefined =>
  value === undefined ? undefined : toNode(value);

function convert(value: unknown, path: readonly string[], within: readonly object[]): Node {
  const node = nodeOf(value);
  if (node !== undefined) return node;
  if (value === null || typeof value === "string" || typeof value === "boolean")
    return { kind: "literal", value };
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw invalid(`JSON has no number ${value}`, path);
    return { kind: "literal", value };
  }
  if (typeof value !== "object") {
    throw invalid(value === undefined ? "undefined is not a value" : `a ${typeof value} is not JSON`, path);
  }
  if (within.includes(value)) throw invalid("the value contains itself", path);
  const around = [...within, value];
  if (Array.isArray(value)) {
    return { kind: "array", items: value.map((item, i) => convert(item, [...path, String(i)], around)) };
  }
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    throw invalid(`an instance of ${prototype.constructor?.name ?? "a class"} is not JSON`, path);
  }
  const entries = Object.entries(value).filter(([, field]) => field !== undefined);
  return {
    kind: "object",
    entries: entries.map(([key, field]) => [key, convert(field, [...path, key], around)] as const),
  };
}

const invalid = (what: string, path: readonly string[]) =>
  new StatesError("BL-S013", {
    what: path.length === 0 ? what : `${what}, at ${path.join(".")}`,
    place: callerPlace(),
  });
