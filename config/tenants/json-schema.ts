import * as z from "zod";
import { tenantSchema, type WorkflowParams } from "./shared-fields.ts";

/** The parts of draft-07 that zod writes and that are read here. */
export interface JsonSchema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly [keyword: string]: unknown;
}

/** The JSON Schema (draft-07) of a tenant's file: what an editor completes and checks with. */
export function tenantJsonSchema(workflows: WorkflowParams): JsonSchema {
  const generated = z.toJSONSchema(tenantSchema(workflows), { target: "draft-7", io: "input" });
  const { $schema, ...rest } = generated;
  return { $schema, title: "A Batchline tenant", ...rest } as JsonSchema;
}

/** The file config/tenant.schema.json. */
export function tenantSchemaText(workflows: WorkflowParams): string {
  return `${JSON.stringify(tenantJsonSchema(workflows), null, 2)}\n`;
}

/** What `schema` says of the value at `path`; undefined where it says nothing. */
export function schemaAt(schema: JsonSchema, path: readonly PropertyKey[]): JsonSchema | undefined {
  return path.reduce<JsonSchema | undefined>(
    (at, step) => (typeof step === "number" ? at?.items : blockOf(at)?.properties?.[String(step)]),
    schema,
  );
}

/** Of a value that may be a block or something else, the block. */
export function blockOf(schema: JsonSchema | undefined): JsonSchema | undefined {
  return schema?.anyOf?.find(({ properties }) => properties !== undefined) ?? schema;
}
