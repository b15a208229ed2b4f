import type { Kind } from "./model.ts";

const javaNames: Readonly<Record<Kind, string>> = {
  string: "java.lang.String",
  blob: "java.nio.ByteBuffer",
  boolean: "java.lang.Boolean",
  timestamp: "java.util.Date",
  integer: "java.lang.Integer",
  long: "java.lang.Long",
  float: "java.lang.Float",
  double: "java.lang.Double",
  list: "java.util.List",
  map: "java.util.Map",
  structure: "java.util.Map",
};

const largestInteger = 2 ** 31 - 1;

/**
 * Why JSON's `value` cannot be read as `kind`, in the words of AWS's parser; undefined if it can.
 * The words are those that dynalite recorded: https://github.com/architect/dynalite/blob/main/validations/index.js
 */
export function typeFault(value: unknown, kind: Kind): string | undefined {
  if (isOf(value, kind)) return undefined;
  const collection = kind === "list" || kind === "map" || kind === "structure";
  if (Array.isArray(value)) return `Unrecognized collection type class ${javaNames[kind]}`;
  if (typeof value === "object" && value !== null)
    return "Start of structure or map found where not expected";
  if (collection) return "Unexpected field type";
  if (kind === "blob")
    return typeof value === "string"
      ? "Invalid last non-pad Base64 character dectected"
      : "only base-64-encoded strings are convertible to bytes";
  return `${tokenOf(value)} cannot be converted to ${javaNames[kind].split(".").at(-1)}`;
}

function tokenOf(value: unknown): string {
  if (typeof value === "string") return "STRING_VALUE";
  if (typeof value === "boolean") return value ? "TRUE_VALUE" : "FALSE_VALUE";
  return Number.isInteger(value) ? "NUMBER_VALUE" : "DECIMAL_VALUE";
}

function isOf(value: unknown, kind: Kind): boolean {
  switch (kind) {
    case "string":
      return typeof value === "string";
    case "boolean":
      return typeof value === "boolean";
    case "integer":
      return Number.isInteger(value) && Math.abs(value as number) <= largestInteger;
    case "long":
      return Number.isInteger(value);
    case "float":
    case "double":
      return typeof value === "number";
    case "timestamp":
      return typeof value === "number" || (typeof value === "string" && !Number.isNaN(Date.parse(value)));
    case "blob":
      return typeof value === "string" && isBase64(value);
    case "list":
      return Array.isArray(value);
    case "map":
    case "structure":
      return typeof value === "object" && value !== null && !Array.isArray(value);
  }
}

function isBase64(text: string): boolean {
  return text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text);
}
