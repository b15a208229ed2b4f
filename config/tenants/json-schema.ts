import * as z from "zod";
import { tenantSchema } from "./shared-fields.ts";
import type { JsonSchema, WorkflowParams } from "./types.ts";

/** The JSON Schema (draft-07) of a tenant's file, with which editors complete and check it. */
export function tenantJsonSchema(workflows: WorkflowParams): JsonSchema {
  const generated = z.toJSONSchema(tenantSchema(workflows), { target: "draft-7", io: "input" });
  const { $schema, ...rest } = generated;
  return { $schema, title: "A Batchline tenant", ...rest } as JsonSchema;
}

/** The text of config/tenant.schema.json. */
export function tenantSchemaText(workflows: WorkflowParams): string {
  return `${JSON.stringify(tenantJsonSchema(workflows), null, 2)}\n`;
}

/** The part of `schema` for the value at `path`; undefined if it has none. */
export function schemaAt(schema: JsonSchema, path: readonly PropertyKey[]): JsonSchema | undefined {
  return path.reduce<JsonSchema | undefined>(
    (at, step) => (typeof step === "number" ? at?.items : blockOf(at)?.properties?.[String(step)]),
    schema,
  );
}

/** The block, for a value that may be a block or something else. */
export function blockOf(schema: JsonSchema | undefined): JsonSchema | undefined {
  return schema?.anyOf?.find(({ properties }) => properties !== undefined) ?? schema;
}
