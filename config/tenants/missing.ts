import { type JsonSchema, schemaAt } from "./json-schema.ts";
import { oneOf } from "./problem-wording.ts";

/** What to write for a key that is not there. */
export function mendMissing(path: readonly PropertyKey[], schema: JsonSchema): string {
  const key = String(path.at(-1));
  const wanted = schemaAt(schema, path);
  const inner = requiredIn(wanted);
  if (inner.length > 0) return `add ${key}: with ${inner.map((name) => `${name}:`).join(" and ")} below it`;
  if (wanted?.type === "object") return `add ${key}: with {} after it if nothing belongs there`;
  const value = sampleOf(wanted);
  return value === undefined ? `add ${key}:` : `add ${key}: and a value, ${value}`;
}

/** What to do about a key without a value. */
export function mendEmpty(path: readonly PropertyKey[], schema: JsonSchema): string {
  const wanted = schemaAt(schema, path);
  const required = requiredIn(schemaAt(schema, path.slice(0, -1))).includes(String(path.at(-1)));
  const mayBeEmpty = wanted?.type === "object" && requiredIn(wanted).length === 0;
  const empty = required
    ? "write {} after it if nothing belongs there"
    : "write {} after it to take every default";
  const value = sampleOf(wanted);
  const way = mayBeEmpty ? empty : `give it a value${value === undefined ? "" : `, ${value}`}`;
  return required ? way : `${way}, or remove the line`;
}

function requiredIn(schema: JsonSchema | undefined): readonly string[] {
  return Array.isArray(schema?.required) ? (schema.required as readonly string[]) : [];
}

/** The choices that there are for a value, or an example of it. */
function sampleOf(schema: JsonSchema | undefined): string | undefined {
  if (Array.isArray(schema?.enum)) return oneOf(schema.enum.map(String));
  const [example] = Array.isArray(schema?.examples) ? (schema.examples as readonly unknown[]) : [];
  return typeof example === "string" || typeof example === "number" ? `for example ${example}` : undefined;
}
