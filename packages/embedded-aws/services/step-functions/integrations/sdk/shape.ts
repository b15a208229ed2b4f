/**
 * A shape of the SDK's generated `schemas_0.js`. There a number is a simple type, plus 64 for a list of it or 128 for a map to
 * it. An array starts with its kind. A function returns a shape. A member is `[shape, traits]`.
 */
export type Shape =
  | {
      readonly kind: "structure";
      readonly members: ReadonlyMap<string, Member>;
      readonly required: readonly string[];
    }
  | { readonly kind: "list" | "map"; readonly of: () => Shape }
  | { readonly kind: SimpleKind };

type SimpleKind = "string" | "number" | "boolean" | "blob" | "timestamp" | "other";

export interface Member {
  readonly sdkName: string;
  readonly shape: () => Shape;
}

const listModifier = 64;
const mapModifier = 128;
/** 21 a blob, 42 a stream of bytes, 4 to 7 a timestamp in one of its formats; see @smithy/core's sentinels. */
const simpleKinds: Readonly<Record<number, SimpleKind>> = {
  0: "string",
  1: "number",
  2: "boolean",
  4: "timestamp",
  5: "timestamp",
  6: "timestamp",
  7: "timestamp",
  17: "number",
  19: "number",
  21: "blob",
  42: "blob",
};
const kinds = { simple: 0, list: 1, map: 2, structure: 3, union: 4 };

/** Reads a shape; a member's name is the key of `members` in PascalCase. */
export function shapeOf(schema: unknown): Shape {
  if (typeof schema === "function") return shapeOf(schema());
  if (typeof schema === "number") return simpleShape(schema);
  if (!Array.isArray(schema)) return { kind: "other" };
  if (schema.length === 2) return shapeOf(schema[0]);
  const [kind, , , , first, second, required] = schema;
  switch (kind) {
    case kinds.simple:
      return shapeOf(first);
    case kinds.list:
      return { kind: "list", of: () => shapeOf(first) };
    case kinds.map:
      return { kind: "map", of: () => shapeOf(second) };
    case kinds.structure:
    case kinds.union:
      return structure(first, second, kind === kinds.structure ? required : 0);
    default:
      return { kind: "other" };
  }
}

/** The model puts the required members first, and has their number. */
function structure(names: readonly string[], schemas: readonly unknown[], required = 0): Shape {
  const members = names.map(
    (sdkName, index) => [pascalCase(sdkName), { sdkName, shape: () => shapeOf(schemas[index]) }] as const,
  );
  return {
    kind: "structure",
    members: new Map(members),
    required: members.slice(0, required).map(([name]) => name),
  };
}

function simpleShape(code: number): Shape {
  if (code & mapModifier) return { kind: "map", of: () => simpleShape(code & ~mapModifier) };
  if (code & listModifier) return { kind: "list", of: () => simpleShape(code & ~listModifier) };
  return { kind: simpleKinds[code] ?? "other" };
}

/** `jobName` → `JobName`. */
export function pascalCase(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
