import { schemaAt } from "../../../config/tenants/json-schema.ts";
import type { JsonSchema } from "../../../config/tenants/types.ts";

/** A field of a tenant's file that holds a plain value or a list. */
export interface Field {
  /** From the file's root: `["workflows", "nightly-report", "feed", "url"]`. */
  readonly path: readonly string[];
  /** For people: `nightly-report.feed.url`, `storage.bucket`. */
  readonly name: string;
  readonly schema: JsonSchema;
  /** Whether the block that it is in must have it. */
  readonly required: boolean;
}

/** The workflows that a tenant's file may name. */
export function workflowNames(schema: JsonSchema): readonly string[] {
  return Object.keys(schemaAt(schema, ["workflows"])?.properties ?? {});
}

/** The tenant's own fields, without id and workflows, in the schema's order. */
export function fieldsOf(schema: JsonSchema): Field[] {
  const { id: _id, workflows: _workflows, ...properties } = schema.properties ?? {};
  return fieldsIn({ ...schema, properties }, [], [], true);
}

/** The fields of the workflows' blocks. */
export function workflowFields(schema: JsonSchema, workflows: readonly string[]): Field[] {
  return workflows.flatMap((name) => {
    const block = schemaAt(schema, ["workflows", name]);
    return block === undefined ? [] : fieldsIn(block, ["workflows"], [name], true);
  });
}

/** `name` is the part of the path that people see, after `above`. */
function fieldsIn(
  { properties = {}, required: needed = [] }: JsonSchema,
  above: readonly string[],
  name: readonly string[],
  inRequired: boolean,
): Field[] {
  return Object.entries(properties).flatMap(([key, schema]) => {
    const names = [...name, key];
    const required = inRequired && needed.includes(key) && schema.default === undefined;
    if (schema.properties !== undefined) return fieldsIn(schema, above, names, required);
    return [{ path: [...above, ...names], name: names.join("."), schema, required }];
  });
}

/** `<name>: <description>`, or the name alone. */
export function withDescription(name: string, schema: JsonSchema | undefined): string {
  return [name, schema?.description].filter(Boolean).join(": ");
}
