import { isRecord } from "@batchline/diagnostics";

/** Any JSON value: what state machines pass around. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [field: string]: Json;
}

/**
 * `isRecord` for JSON values: the fields keep their type.
 * @example isObject(output) && output.runId
 */
export const isObject = isRecord as (value: Json | undefined) => value is JsonObject;
