import { isRecord } from "@batchline/diagnostics";
import { z } from "zod";

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

/** Whether arrays and objects are in one another more than `levels` deep. @example nestsDeeper([[1]], 1) // true */
export function nestsDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((part) => nestsDeeper(part, levels - 1));
}

/** A JSON value; strings `{% … %}` in it are JSONata expressions. */
export type Template = Json;
export const Template: z.ZodType<Template> = z.json();

/** A string that matches `pattern`; `otherwise` is the message for any other. */
export const matching = (pattern: RegExp, otherwise: string) => z.string().regex(pattern, otherwise);

/** A string that is a JSONata expression as a whole. */
export const Expression = matching(/^\{%[\s\S]*%\}$/, "must be a JSONata expression, {% … %}");
