/** The type of a configuration key as Pulumi.yaml's `config` block declares it. */
export type ConfigType =
  | { readonly type: "string" | "integer" | "boolean" | "object" }
  | { readonly type: "array"; readonly items: ConfigType };

/** Reads `type` and `items` of a declaration; undefined when there is no such type. */
export function readConfigType(declaration: unknown): ConfigType | undefined {
  if (typeof declaration !== "object" || declaration === null || !("type" in declaration)) return undefined;
  const { type } = declaration;
  if (type === "string" || type === "integer" || type === "boolean" || type === "object") return { type };
  if (type !== "array" || !("items" in declaration)) return undefined;
  const items = readConfigType(declaration.items);
  return items === undefined ? undefined : { type, items };
}

/** Whether Pulumi would take `value` for a key of this type; texts that read as a number or boolean pass for one. */
export function fits(value: unknown, type: ConfigType): boolean {
  switch (type.type) {
    case "string":
      return typeof value === "string";
    case "integer":
      return Number.isInteger(value) || (typeof value === "string" && /^[+-]?\d+$/.test(value));
    case "boolean":
      return typeof value === "boolean" || value === "true" || value === "false";
    case "object":
      return typeof value === "object" && value !== null && !Array.isArray(value);
    case "array":
      return Array.isArray(value) && value.every((item) => fits(item, type.items));
  }
}

/** `integer`, `array<string>`. */
export function describeConfigType(type: ConfigType): string {
  return type.type === "array" ? `array<${describeConfigType(type.items)}>` : type.type;
}
