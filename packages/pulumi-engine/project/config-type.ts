import { isRecord } from "@batchline/diagnostics";

/** Type of a configuration key, from the `config` block of Pulumi.yaml. */
export type ConfigType =
  | { readonly type: "string" | "integer" | "boolean" | "object" }
  | { readonly type: "array"; readonly items: ConfigType };

/** Reads `type` and `items` of a declaration. Undefined for an unknown type. */
export function readConfigType(declaration: unknown): ConfigType | undefined {
  if (!isRecord(declaration)) return undefined;
  const { type } = declaration;
  if (type === "string" || type === "integer" || type === "boolean" || type === "object") return { type };
  if (type !== "array") return undefined;
  const items = readConfigType(declaration.items);
  return items && { type, items };
}

/** Whether Pulumi accepts `value` for this type. Strings such as "3" and "true" pass as integer and boolean. */
export function fits(value: unknown, type: ConfigType): boolean {
  if (type.type === "array") return Array.isArray(value) && value.every((item) => fits(item, type.items));
  return accepts[type.type](value);
}

const accepts = {
  string: (value: unknown) => typeof value === "string",
  integer: (value: unknown) =>
    Number.isInteger(value) || (typeof value === "string" && /^[+-]?\d+$/.test(value)),
  boolean: (value: unknown) => typeof value === "boolean" || value === "true" || value === "false",
  object: isRecord,
};

/** `integer`, `array<string>`. */
export function describeConfigType(type: ConfigType): string {
  return type.type === "array" ? `array<${describeConfigType(type.items)}>` : type.type;
}
