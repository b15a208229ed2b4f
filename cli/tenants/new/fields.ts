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

/** The tenant's own fields, without id and workflows, then those of the workflows named; in the schema's order. */
export function fieldsOf(schema: JsonSchema, workflows: readonly string[]): Field[] {
  const { id: _id, workflows: _workflows, ...own } = schema.properties ?? {};
  return [
    ...fieldsIn({ ...schema, properties: own }, [], true),
    ...workflows.flatMap((name) =>
      fieldsIn(schemaAt(schema, ["workflows", name]), ["workflows", name], true),
    ),
  ];
}

function fieldsIn(schema: JsonSchema | undefined, path: readonly string[], required: boolean): Field[] {
  const needed = (schema?.required ?? []) as readonly string[];
  return Object.entries(schema?.properties ?? {}).flatMap(([key, inner]) => {
    const at = [...path, key];
    const must = required && needed.includes(key) && inner.default === undefined;
    if (inner.properties !== undefined) return fieldsIn(inner, at, must);
    return [{ path: at, name: fieldName(at), schema: inner, required: must }];
  });
}

function fieldName([first, ...rest]: readonly string[]): string {
  return first === "workflows" ? rest.join(".") : [first, ...rest].join(".");
}
