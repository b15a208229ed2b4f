import { isObject, type Json, type JsonObject } from "@batchline/asl";
import { fromIntrinsic } from "./intrinsic.ts";
import { Untranslatable } from "./path.ts";

/** An expression as the value of a field. */
export const field = (expression: string): string => `{% ${expression} %}`;

/** A payload template as JSON with expressions. */
export function fromTemplate(template: Json, base: string): Json {
  if (Array.isArray(template)) return template.map((item: Json) => fromTemplate(item, base));
  if (typeof template === "string" && template.startsWith("{%"))
    throw new Untranslatable("a text that JSONata takes for an expression");
  if (!isObject(template)) return template;
  return Object.fromEntries(
    Object.entries(template).map(([key, value]) =>
      key.endsWith(".$")
        ? [key.slice(0, -2), field(fromValue(value, base))]
        : [key, fromTemplate(value, base)],
    ),
  );
}

/** A payload template as one expression. */
export function expressionOf(template: Json, base: string): string {
  if (Array.isArray(template))
    return `[${template.map((item: Json) => expressionOf(item, base)).join(", ")}]`;
  if (!isObject(template)) return JSON.stringify(template);
  const fields = Object.entries(template).map(([key, value]) =>
    key.endsWith(".$")
      ? `${JSON.stringify(key.slice(0, -2))}: ${fromValue(value, base)}`
      : `${JSON.stringify(key)}: ${expressionOf(value, base)}`,
  );
  return `{${fields.join(", ")}}`;
}

function fromValue(value: Json, base: string): string {
  if (typeof value === "string") return fromIntrinsic(value, base);
  throw new Untranslatable(`${JSON.stringify(value)} for a path`);
}

/** `value` put into `$states.input` at ResultPath. */
export function placed(path: Json | undefined, value: string): string {
  if (path === undefined || path === "$") return value;
  if (path === null) return "$states.input";
  const names = /^\$((?:\.[\w-]+)+)$/.exec(String(path))?.[1]?.slice(1).split(".");
  if (names === undefined) throw new Untranslatable(`the ResultPath ${path}`);
  return within("$states.input", names, value);
}

function within(target: string, [name, ...rest]: readonly string[], value: string): string {
  if (name === undefined) return value;
  const inner = within(`${target}.\`${name}\``, rest, value);
  return `$merge([${target}, {${JSON.stringify(name)}: ${inner}}])`;
}

/** The fields of `given` whose names are not `names`. */
export function without(given: JsonObject, ...names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(given).filter(([name]) => !names.includes(name)));
}
